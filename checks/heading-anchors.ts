/** The anchors that GitHub gives the headings of a Markdown page: lower case, hyphens for spaces, a number where one repeats. */
export function headingAnchors(markdown: string): readonly string[] {
  const counts = new Map<string, number>();
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/^#{1,6} +(.+?)\s*$/gm)].map(([, title = ""]) => {
    const anchor = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
