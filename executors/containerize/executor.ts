import type { ExecutorContext } from '@nx/devkit';
import { posix } from 'node:path';
import { containerize } from '../../src/containerize';
import { UserError } from '../../src/errors';
import type { BuiltImage } from '../../src/job';
import type { Log } from '../../src/log';
import { Interrupted } from '../../src/process';
import { nameReason } from '../../src/workspace/function-metadata';
import { prepareJob } from '../../src/workspace/job';
import type { ContainerizeExecutorSchema } from './schema';

/** Builds the function of a project into the OCI layout `.func/build/oci`. */
export default async function containerizeExecutor(
  options: ContainerizeExecutorSchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const start = performance.now();
  const log = nxLog(context.isVerbose);
  const interrupt = catchSignals();
  warnOfName(context, log);
  try {
    const image = await containerize(await prepareJob(options, context, log, interrupt.signal));
    log.info(summary(image, performance.now() - start));
    return { success: true };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { success: false };
  } finally {
    interrupt.release();
  }
}

/** A project that is called by its path: nobody who looks for the name in func.yaml finds it. */
function warnOfName({ projectName = '', projectsConfigurations }: ExecutorContext, log: Log): void {
  const project = projectsConfigurations.projects[projectName];
  const reason = nameReason(project);
  if (project === undefined || reason === undefined) return;
  const todo = 'a name of its own, in func.yaml or project.json, would be kept';
  log.warn(
    `${posix.join(project.root, 'func.yaml')}: the project is named ${projectName} after its path, for ${reason}; ${todo}`,
  );
}

/** name, digest, platforms, size and seconds: what a build has to say. */
function summary(image: BuiltImage, milliseconds: number): string {
  const same = image.before === image.root.digest ? ' (unchanged)' : '';
  return [
    `${image.name} ${image.root.digest}${same}`,
    image.platforms.join(', '),
    `${(image.size / 1e6).toFixed(1)} MB`,
    `${(milliseconds / 1000).toFixed(1)} s`,
  ].join(' · ');
}

function nxLog(isVerbose: boolean): Log {
  const warned = new Set<string>();
  return {
    info: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => {
      // Each platform is built by itself and comes to the same warning.
      if (!warned.has(line)) process.stderr.write(`warning: ${line}\n`);
      warned.add(line);
    },
    verbose: (line) => {
      if (isVerbose) process.stdout.write(`${line}\n`);
    },
  };
}

/** Turns SIGINT and SIGTERM into an abort, so that a build cleans up before its process ends. */
function catchSignals(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    controller.abort(new Interrupted(name));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  };
}
