import { type Content, element } from "./element.ts";

/** A text whose Markdown links become links; other Markdown stays as it is written. */
export function proseWithLinks(text: string): readonly Content[] {
  const pieces: Content[] = [];
  let shown = 0;
  for (const match of text.matchAll(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g)) {
    pieces.push(text.slice(shown, match.index), outsideLink(match[2] ?? "", match[1] ?? ""));
    shown = match.index + match[0].length;
  }
  return [...pieces, text.slice(shown)];
}

/** A link that opens beside the page; plain text where the address is not one of the web. */
export function outsideLink(address: string, text: string): Content {
  if (!/^https?:\/\//.test(address)) return text;
  return element("a", { href: address, target: "_blank", rel: "noreferrer" }, text);
}
