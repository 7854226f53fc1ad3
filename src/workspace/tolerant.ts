/** The result, or undefined if there is an error: inference never throws. */
export function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
