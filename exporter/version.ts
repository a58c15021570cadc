/** The version of this package, as its `package.json` has it. */
export const exporterVersion: string = "0.1.0";
