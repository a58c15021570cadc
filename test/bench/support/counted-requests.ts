/** How many requests the text of a scrape tells: the counts of the duration histogram, added up over its series. */
export function requestsIn(text: string): number {
  const counts = text.matchAll(/^http_(?:server_)?request_duration(?:_seconds)?_count(?:\{.*\})? (\d+)/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
