import { nearestName } from "@signalbox/contract";

/** Names without an area that the IANA database has besides. */
const withoutArea: readonly string[] = [
  ...["UTC", "GMT", "GMT0", "UCT", "Zulu", "Universal", "Greenwich", "CET", "EET", "MET", "WET", "EST", "MST", "HST"],
  ...["EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "GB", "GB-Eire", "NZ", "NZ-CHAT", "PRC", "ROC", "ROK", "W-SU"],
  ...["Cuba", "Egypt", "Eire", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya"],
  ...["Navajo", "Poland", "Portugal", "Singapore", "Turkey"],
];

const areas =
  /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\//;

/**
 * Whether a text is a time zone in the very spelling of the IANA database. Alertmanager looks for a file of that name, so
 * `europe/berlin` and `+02:00`, which JavaScript takes, stop it from starting.
 */
export function isTimeZone(location: unknown): location is string {
  if (typeof location !== "string") return false;
  if (withoutArea.includes(location) || zones().includes(location)) return true;
  return areas.test(location) && intlName(location) !== undefined && isAlias(location);
}

/** The time zone that was most likely meant. */
export function nearestTimeZone(location: unknown): string {
  const text = String(location);
  const known = [...zones(), ...withoutArea];
  const sameLetters = known.find((name) => name.toLowerCase() === text.toLowerCase());
  const resolved = /^[a-z]/i.test(text) ? intlName(text) : undefined;
  return sameLetters ?? resolved ?? nearestName(text, known) ?? "Europe/Berlin";
}

function zones(): readonly string[] {
  return Intl.supportedValuesOf("timeZone");
}

function intlName(location: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: location }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** An older or newer name of a zone, `Asia/Kolkata`: Intl knows it in any case and lists only one, so its shape has to tell. */
function isAlias(location: string): boolean {
  if (zones().some((name) => name.toLowerCase() === location.toLowerCase())) return false;
  const words = location.split("/").slice(1).join("_").split(/[_-]/);
  return words.every((word) => /^([A-Z][A-Za-z]*[a-z]|of|es|au|ACT|NSW|LHI|IN|UTC|UCT|GMT[+0]?\d*|\d+)$/.test(word));
}
