/**
 * Functions that must not be built. Each is broken beside an image that was built before; all of one
 * spec are in one workspace and run by one `nx run-many`: half a second a function, not two.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NxResult } from './nx-result';
import { type Snapshot, snapshot, within } from './snapshot';
import { createWorkspace, type Files, type Workspace } from './workspace';

/** Lines. */
export type Says = readonly (string | RegExp)[];

/** A function with something wrong. */
export interface Broken {
  /** Relative to the function, over those of a good one; undefined takes a file away. */
  readonly files?: Readonly<Record<string, Files[string] | undefined>>;
  /** What files cannot say: links, odd names. */
  readonly breakIt?: (folder: string) => void;
  /** It was never built: then nothing at all must be left of the build. */
  readonly neverBuilt?: true;
  /** What something else than the build changes, relative to the function. */
  readonly except?: readonly string[];
  /**
   * All that the task prints, in lines, and nothing besides; `<fn>` is the folder of the function,
   * `<host>` the platform of this machine.
   */
  readonly says: Says;
}

/** The smallest function: one for all stories, so that one image is the image of before of all. */
export const GOOD: Readonly<Record<string, string>> = {
  'func.yaml': 'runtime: go\n',
  'go.mod': 'module function\n\ngo 1.21\n',
  'handle.go': [
    'package function',
    '',
    'import (',
    '\t"fmt"',
    '\t"net/http"',
    ')',
    '',
    'func Handle(w http.ResponseWriter, r *http.Request) {',
    '\tfmt.Fprintln(w, "Hello")',
    '}',
    '',
  ].join('\n'),
};

const TARGET = 'containerize';

/** What an image is for when nobody says it. */
export const HOST = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

interface Story {
  readonly workspace: Workspace;
  readonly result: NxResult;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/**
 * Registers a test for each broken function.
 *
 * @param prepare called with the workspace before anything runs, for files beside the functions.
 */
export function itRefuses(
  cases: Readonly<Record<string, Broken>>,
  prepare: (workspace: Workspace) => void = () => undefined,
): void {
  let story: Story;
  beforeAll(async () => {
    const workspace = await createWorkspace({ files: goodFunction('good') });
    await workspace.mustNx(['run', `good:${TARGET}`]);
    for (const [title, broken] of Object.entries(cases)) {
      layOut(workspace, projectOf(title), broken);
    }
    prepare(workspace);
    const except = Object.entries(cases).flatMap(([title, broken]) =>
      (broken.except ?? []).map((path) => `${folderOf(projectOf(title))}/${path}`),
    );
    const before = snapshot(workspace.root, except);
    const projects = Object.keys(cases).map(projectOf);
    const result = await workspace.nx(
      ['run-many', '-t', TARGET, '-p', projects.join(','), '--skipNxCache', '--parallel=3'],
      { timeoutSeconds: 240 },
    );
    story = { workspace, result, before, after: snapshot(workspace.root, except) };
  });

  it.each(Object.entries(cases))('%s', (title, broken) => {
    expectRefused(story, projectOf(title), broken);
  });
}

/** `a link that leaves` is the project `a-link-that-leaves`. */
export function projectOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Of their own, so that a story can give plugin options to one alone. */
export function folderOf(project: string): string {
  return `fn/${project}`;
}

/** Exactly these lines, and so no trace of where in the code they come from. */
export function expectOneError(output: string, says: Says, folder = ''): void {
  const filled = (text: string): string =>
    text.replaceAll('<fn>', folder).replaceAll('<host>', HOST);
  const wanted = says.map((line): unknown =>
    typeof line === 'string'
      ? filled(line)
      : expect.stringMatching(new RegExp(`^${filled(line.source)}$`)),
  );
  expect(output.trim().split('\n')).toEqual(wanted);
}

/** What the task of a project printed in the last run. */
export function taskOutput(workspace: Workspace, result: NxResult, id: string): string {
  const task = result.tasks[id];
  if (task === undefined) {
    throw new Error(`${id} did not run:\n${result.output}`);
  }
  return readFileSync(workspace.path('.nx', 'cache', 'terminalOutputs', task.hash), 'utf8');
}

function expectRefused(
  { workspace, result, before, after }: Story,
  name: string,
  one: Broken,
): void {
  const folder = folderOf(name);
  const output = taskOutput(workspace, result, `${name}:${TARGET}`);
  expectOneError(output, one.says, folder);
  expect(result.tasks[`${name}:${TARGET}`]?.status).toBe(1);
  expect(within(after, folder)).toEqual(within(before, folder));
}

function layOut(workspace: Workspace, project: string, broken: Broken): void {
  const folder = workspace.path(folderOf(project));
  for (const [path, content] of Object.entries({ ...GOOD, ...broken.files })) {
    if (content !== undefined) {
      workspace.write({ [`${folderOf(project)}/${path}`]: content });
    }
  }
  if (broken.neverBuilt !== true) {
    // Times too: a build that writes the same bytes again must be seen.
    cpSync(workspace.path('good/.func/build'), join(folder, '.func/build'), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
  broken.breakIt?.(folder);
}

/** The files of a good function in a folder. */
export function goodFunction(folder: string): Files {
  return Object.fromEntries(
    Object.entries(GOOD).map(([path, content]) => [`${folder}/${path}`, content]),
  );
}
