import type { ContainerizeOptions } from '../../src/workspace/options';

/** Options of `nx-func:containerize`; schema.json describes them. */
export type ContainerizeExecutorSchema = ContainerizeOptions;
