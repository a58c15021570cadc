/** Labels that tell the groups of a Pushgateway apart, beside `job`. */
export type GroupingKey = Readonly<Record<string, string>>;

/**
 * The address of a group at a Pushgateway: `<url>/metrics/job/<job>/<label>/<value>`, with the base64 form that the gateway has
 * for values that a path cannot carry (https://github.com/prometheus/pushgateway#url).
 * @throws {Error} that names what is wrong with the address, the job or a label
 */
export function pushAddress(url: string, job: string, groupingKey: GroupingKey): URL {
  const address = gatewayAddress(url);
  if (job === "")
    throw new Error(
      "push: the job is empty, and the Pushgateway needs one. Leave the option job out to use the service's name.",
    );
  if (Object.hasOwn(groupingKey, "job")) {
    throw new Error('push: the groupingKey has the label job, which is an option of its own: job: "nightly".');
  }
  const labels = Object.entries({ job, ...groupingKey }).map(([name, value]) => labelPath(name, value));
  address.pathname = `${address.pathname.replace(/\/+$/, "")}/metrics/${labels.join("/")}`;
  return address;
}

function gatewayAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !["http:", "https:"].includes(address.protocol)) {
    throw new Error(
      `push: ${JSON.stringify(url)} is no address of a Pushgateway. Write it with its scheme: "http://pushgateway:9091".`,
    );
  }
  if (address.username !== "" || address.password !== "") {
    throw new Error(
      `push: the address of ${address.host} carries a user or a password, which would end up in logs. Use headers: { authorization: "Basic ..." }.`,
    );
  }
  if (address.search !== "" || address.hash !== "") {
    throw new Error(
      `push: ${JSON.stringify(url)} has a query or a fragment. Write the address alone: "${address.origin}".`,
    );
  }
  return address;
}

function labelPath(name: string, value: unknown): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || name.startsWith("__")) {
    throw new Error(
      `push: ${JSON.stringify(name)} is no label name. A label of the groupingKey has letters, digits and _, and does not start with a digit or __.`,
    );
  }
  if (typeof value !== "string") {
    throw new Error(`push: the label ${name} of the groupingKey is ${String(value)}. Label values are texts.`);
  }
  // A path drops the segments "." and "..", and cannot have an empty one or a slash in one.
  const isPlain = /^[A-Za-z0-9_-][A-Za-z0-9_.~-]*$/.test(value);
  return isPlain ? `${name}/${value}` : `${name}@base64/${Buffer.from(value, "utf8").toString("base64url") || "="}`;
}
