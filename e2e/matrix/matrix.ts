/** Makes one edit at a time to a workspace whose function is built, and says what came of it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Workspace } from '../support';
import { readTar, type TarEntry } from '../support/tar-listing';
import { createMatrixWorkspace, FUNCTION, TASK } from './fixture';

type Content = string | Buffer | object;

/** What differs in one run from the run before all edits. */
export interface Edit {
  /** Path to new content, or to what makes it of the old; undefined removes the file. */
  readonly files?: Readonly<Record<string, Content | ((before: string) => Content) | undefined>>;
  /** What files cannot say; it returns what undoes it. */
  readonly act?: (workspace: Workspace) => Undo | Promise<Undo>;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

type Undo = () => void | Promise<void>;

/** Whether Nx took the image from its cache, and whether its digest is that of before all edits. */
export type Outcome = `${'hit' | 'miss'}, ${'same' | 'new'} digest`;

export class Matrix {
  readonly workspace: Workspace;
  readonly daemon: boolean;
  /** Of the image before all edits. */
  digest = '';

  constructor(workspace: Workspace, daemon: boolean) {
    this.workspace = workspace;
    this.daemon = daemon;
  }

  /** The outcome of one edit, which is undone. */
  async outcome(edit: Edit): Promise<Outcome> {
    return this.during(edit, () => this.build(edit));
  }

  /** The projects that an edit affects; it is undone. */
  async affected(edit: Edit): Promise<string[]> {
    return this.during(edit, () => this.workspace.affected());
  }

  async during<T>(edit: Edit, action: () => Promise<T>): Promise<T> {
    const undo = await this.#apply(edit);
    try {
      return await action();
    } finally {
      for (const step of undo.reverse()) await step();
    }
  }

  /** A file of the function, as it is now. */
  read(path: string): string {
    return this.workspace.read(`${FUNCTION}/${path}`);
  }

  /** The target of a link in the image. */
  async target(link: string): Promise<string | undefined> {
    return (await dataEntries(this.workspace)).find(({ name }) => name === link)?.link;
  }

  /** Whether the program in the image has a text in it. */
  contains(text: string): boolean {
    const { layers } = this.workspace.image(FUNCTION).platform();
    return layers.some((layer) => layer.createdBy === 'nx-func: go' && layer.tar().includes(text));
  }

  async build({ args = [], env = {} }: Pick<Edit, 'args' | 'env'> = {}): Promise<Outcome> {
    const { daemon } = this;
    const { tasks } = await this.workspace.mustNx(['run', TASK, ...args], { env, daemon });
    const hit = tasks[TASK]?.cached === true;
    const same = this.workspace.image(FUNCTION).digest === this.digest;
    return `${hit ? 'hit' : 'miss'}, ${same ? 'same' : 'new'} digest`;
  }

  async #apply({ files = {}, act }: Edit): Promise<Undo[]> {
    const undo = Object.entries(files).map(([path, content]) => this.#replace(path, content));
    if (act !== undefined) undo.push(await act(this.workspace));
    return undo;
  }

  #replace(path: string, edit: Content | ((before: string) => Content) | undefined): Undo {
    const { workspace } = this;
    const before = workspace.has(path) ? readFileSync(workspace.path(path)) : undefined;
    const put = (content: Content | undefined): void => {
      if (content === undefined) workspace.remove(path);
      else workspace.write({ [path]: content });
    };
    const content = typeof edit === 'function' ? (edit(before?.toString() ?? '') as Content) : edit;
    if (content === before?.toString()) throw new Error(`the edit of ${path} changes nothing`);
    put(content);
    return () => {
      put(before);
    };
  }
}

/** The files under /func in the data layer, relative to it. */
export async function shippedFiles(workspace: Workspace): Promise<string[]> {
  const entries = await dataEntries(workspace);
  return entries.filter(({ type }) => type === 'file').map(({ name }) => name);
}

async function dataEntries(workspace: Workspace): Promise<TarEntry[]> {
  const { layers } = workspace.image(FUNCTION).platform();
  const data = layers.find((layer) => layer.createdBy === 'nx-func: data');
  if (data === undefined) throw new Error('the image has no data layer');
  const entries = await readTar(data.tar());
  return entries.map((entry) => ({ ...entry, name: entry.name.replace(/^func\//, '') }));
}

/** What Nx puts into its cache: path to digest of the content. */
export function layoutFiles(workspace: Workspace): Record<string, string> {
  const folder = workspace.path(FUNCTION, '.func', 'build');
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), sha256(readFileSync(path))])
      .sort(),
  ) as Record<string, string>;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A workspace whose function is built, and is a hit from now on. */
export async function createMatrix({ daemon = false } = {}): Promise<Matrix> {
  const matrix = new Matrix(await createMatrixWorkspace(), daemon);
  await matrix.build();
  matrix.digest = matrix.workspace.image(FUNCTION).digest;
  return matrix;
}
