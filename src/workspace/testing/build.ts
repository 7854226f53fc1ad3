import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ContainerizeJob } from '../../job';
import type { Log } from '../../log';
import { reachModules } from '../go-modules';
import type { TempWorkspace } from './temp-workspace';

/** A log that keeps what it is told. */
export class Lines implements Log {
  readonly told: string[] = [];
  readonly warned: string[] = [];
  readonly details: string[] = [];

  info(line: string): void {
    this.told.push(line);
  }

  warn(line: string): void {
    this.warned.push(line);
  }

  verbose(line: string): void {
    this.details.push(line);
  }
}

/** What the executor would gather for a project in which git ignores nothing but `.func`. */
export function jobOf(
  workspace: TempWorkspace,
  projectRoot: string,
  more: Partial<ContainerizeJob> = {},
): ContainerizeJob {
  const modules = reachModules(workspace.root, projectRoot)?.modules;
  return {
    workspaceRoot: workspace.root,
    projectRoot,
    data: {
      root: workspace.path(projectRoot),
      shown: projectRoot,
      files: filesIn(workspace.path(projectRoot)),
      links: {},
    },
    hashed: (file) => !file.split('/').includes('.func'),
    ...(modules && { goModules: modules }),
    platforms: ['linux/amd64'],
    labels: {},
    env: {},
    environment: ownEnvironment(),
    log: new Lines(),
    signal: new AbortController().signal,
    ...more,
  };
}

/** What the machine has set must not decide a test. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  delete environment['SOURCE_DATE_EPOCH'];
  delete environment['FUNC_GO'];
  return environment;
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.func/'));
}

/** The message of what `action` throws: the test fails if it throws nothing, or no UserError. */
export async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if ((error as Error | undefined)?.name === 'UserError') return (error as Error).message;
    throw error;
  }
  throw new Error('nothing was refused');
}
