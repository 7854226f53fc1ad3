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
    jest.spyOn(logger, 'info').mockImplementation((line) => void this.told.push(String(line)));
  }

  async generate(directory: string, options: Partial<FunctionGeneratorSchema> = {}): Promise<void> {
    await functionGenerator(this.tree, { directory, runtime: 'go', ...options });
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
