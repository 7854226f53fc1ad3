import { logger, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { parseFunction } from '../../../src/function/func-yaml';
import functionGenerator from '../generator';
import type { FunctionGeneratorSchema } from '../schema';

/** A workspace in memory, and what the generator tells of it. */
export class Story {
  readonly tree: Tree = createTreeWithEmptyWorkspace();
  told: string[] = [];

  constructor() {
    // A formatter that is not installed here would only warn.
    this.tree.delete('.oxfmtrc.json');
    const tell = (line: unknown): void => void this.told.push(String(line));
    jest.spyOn(logger, 'info').mockImplementation(tell);
    jest.spyOn(logger, 'warn').mockImplementation((line) => {
      tell(`warning: ${String(line)}`);
    });
  }

  /** @returns what is told when the files are written. */
  async generate(
    directory: string,
    options: Partial<FunctionGeneratorSchema> = {},
  ): Promise<string[]> {
    const done = await functionGenerator(this.tree, { directory, runtime: 'go', ...options });
    const before = this.told.length;
    await done();
    return this.told.splice(before);
  }

  read(path: string): string {
    return this.tree.read(path, 'utf8') ?? '';
  }

  filesIn(directory: string): string[] {
    return this.tree.children(directory).sort();
  }

  /** What func.yaml says, but for the time: that must be now. */
  spec(directory: string): unknown {
    const { spec } = parseFunction(Buffer.from(this.read(`${directory}/func.yaml`)), 'func.yaml');
    const { created, ...rest } = spec;
    const age = Date.now() - Date.parse(created ?? '');
    if (!(age >= 0 && age < 60_000)) throw new Error(`created ${created ?? 'never'}`);
    return rest;
  }

  /** All that differs from a new tree, for a second run that is to change nothing. */
  snapshot(): Record<string, string> {
    return Object.fromEntries(this.tree.listChanges().map(({ path }) => [path, this.read(path)]));
  }
}
