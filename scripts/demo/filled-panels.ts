import type { BoardData, Live } from "../../live/index.ts";

/** How many panels of all boards have data. @throws when a query fails */
export async function filledPanels({ url }: Live): Promise<{ readonly live: number; readonly all: number }> {
  const boards = (await (await fetch(new URL("/api/boards", url))).json()) as readonly { readonly uid: string }[];
  let live = 0;
  let all = 0;
  for (const { uid } of boards) {
    const data = (await (await fetch(new URL(`/api/boards/${uid}/data?spanSeconds=300`, url))).json()) as BoardData;
    const panels = Object.values(data.panels);
    all += panels.length;
    live += panels.filter((answers) => answers.some(({ series }) => series.length > 0)).length;
    const problem = panels.flat().find(({ error }) => error !== undefined);
    if (problem !== undefined) throw new Error(`a query of the board ${uid} failed: ${problem.error}`);
  }
  return { live, all };
}
