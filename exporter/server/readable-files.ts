/** Waits for files that an option names, and says which option when they are not there. */
export async function readable<T>(opened: Promise<T>, option: string): Promise<T> {
  try {
    return await opened;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || !("path" in error)) throw error;
    throw new Error(
      `${option}: cannot read ${String(error.path)} (${String(error.code)}). Mount the secret there, or correct the path.`,
      { cause: error },
    );
  }
}
