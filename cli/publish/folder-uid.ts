import { createHash } from "node:crypto";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** Grafana refuses a uid longer than this. */
const maximumLength = 40;

/** Uids that mean Grafana's own places. */
const reserved = new Set(["general", "sharedwithme"]);

/**
 * The uid of a folder from its title: lower case, other characters than letters and digits become `-`, at most 40
 * characters. A title that is cut, or has no such character, gets a hash of itself. Throws a {@link Failure} (2)
 * for the names of Grafana's own places.
 */
export function folderUid(title: string): string {
  const slug = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (reserved.has(slug)) {
    throw new Failure(
      exitCodes.invalid,
      `grafana.folder is ${JSON.stringify(title)}, which is a place of Grafana itself. Give the boards a folder of their own, for example "Services".`,
    );
  }
  if (slug !== "" && slug.length <= maximumLength) return slug;
  const hash = createHash("sha256").update(title).digest("hex").slice(0, 8);
  return slug === "" ? `folder-${hash}` : `${slug.slice(0, maximumLength - 9)}-${hash}`;
}
