/** Where a build says what it does. Nothing here writes to a stream of its own. */
export interface Log {
  /** A result, or a notice that a user must see. */
  info(line: string): void;
  /** Something that works, and is not as it should be. */
  warn(line: string): void;
  /** Detail that is shown under Nx's own `--verbose`. */
  verbose(line: string): void;
}
