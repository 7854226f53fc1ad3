/** A module of the monorepo that a function reaches, as plain data. */
export interface GoModule {
  /** The name by which it is imported. */
  readonly path: string;
  /** Absolute folder. */
  readonly folder: string;
}

/** A `replace` that the build needs, with its target made absolute where it is a folder. */
export interface GoReplacement {
  readonly path: string;
  readonly version?: string;
  readonly target: string;
  readonly targetVersion?: string;
}

/** What a Go function is built from: its own module and those of the monorepo that it reaches. */
export interface GoModules {
  readonly main: GoModule;
  /** Modules that are used side by side, through the user's go.work. */
  readonly used: readonly GoModule[];
  readonly replaced: readonly GoReplacement[];
  /** The newest `go` line of them all. */
  readonly goVersion: string;
  /** Text of the user's go.work.sum, empty when there is none. */
  readonly sums: string;
  /** A vendor folder of the function, which this builder does not read: workspace-relative. */
  readonly vendor?: string;
}
