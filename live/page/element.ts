/** What an element can contain; nothing where undefined. */
export type Content = Node | string | undefined | readonly Content[];

/** An element with attributes; those that are undefined or false are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    created.setAttribute(name, value === true ? "" : String(value));
  }
  created.append(...nodesOf(content));
  return created;
}

/**
 * Replaces what an element contains, but only when it would look different, so that a selection stays. What has a
 * `data-key` keeps its focus and stays open.
 */
export function fill(parent: Element, ...content: readonly Content[]): void {
  const next = document.createElement("div");
  next.append(...nodesOf(content));
  for (const open of parent.querySelectorAll("details[open][data-key]")) {
    keyed(next, open.getAttribute("data-key"))?.setAttribute("open", "");
  }
  if (next.innerHTML === parent.innerHTML) return;
  const focused = parent.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-key")
    : undefined;
  parent.replaceChildren(...next.childNodes);
  const again = keyed(parent, focused);
  if (again instanceof HTMLElement) again.focus();
}

/** The element of the page with an id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
}

function keyed(parent: Element, key: string | null | undefined): Element | null {
  return key ? parent.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
}

function nodesOf(content: readonly Content[]): (Node | string)[] {
  return content.flatMap((item) => {
    if (item === undefined) return [];
    return typeof item === "string" || item instanceof Node ? [item] : nodesOf(item);
  });
}
