import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunResult } from './run';

/** What Nx says of one task. */
export interface NxTask {
  readonly cached: boolean;
  readonly cacheStatus: string;
  /** The exit code of the task. */
  readonly status: number;
  readonly hash: string;
}

export interface NxResult extends RunResult {
  /** Both streams: Nx writes errors to either. */
  readonly output: string;
  /** By task id (`hello-go:containerize`); empty when no task ran. */
  readonly tasks: Readonly<Record<string, NxTask>>;
  /** Whether there were tasks, and every one came out of the cache. */
  readonly cached: boolean;
}

/** `run.json`, which Nx writes into its cache folder at the end of each run: better than its prose. */
export function runFile(root: string, env: NodeJS.ProcessEnv): string {
  return join(resolve(root, env['NX_CACHE_DIRECTORY'] ?? join('.nx', 'cache')), 'run.json');
}

export function nxResult(result: RunResult, report: string): NxResult {
  const tasks = readTasks(report);
  const all = Object.values(tasks);
  return {
    ...result,
    output: result.stdout + result.stderr,
    tasks,
    cached: all.length > 0 && all.every((task) => task.cached),
  };
}

function readTasks(report: string): Record<string, NxTask> {
  if (!existsSync(report)) {
    return {};
  }
  const { tasks } = JSON.parse(readFileSync(report, 'utf8')) as {
    tasks: { taskId: string; cacheStatus: string; status: number; hash: string }[];
  };
  return Object.fromEntries(
    tasks.map(({ taskId, cacheStatus, status, hash }) => [
      taskId,
      { cached: cacheStatus.endsWith('cache-hit'), cacheStatus, status, hash },
    ]),
  );
}
