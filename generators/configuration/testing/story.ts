import { logger, type Tree } from '@nx/devkit';
import { contentOf, treeWith } from '../../../src/workspace/testing/tree';
import type { Terminal } from '../../../src/workspace/terminal';
import { configure } from '../generator';
import type { ConfigurationGeneratorSchema } from '../schema';

/** A workspace in memory, and what the generator tells of it. */
export class Story {
  readonly tree: Tree;
  told: string[] = [];

  constructor(files: Readonly<Record<string, string | object>> = {}) {
    this.tree = treeWith(files);
    const tell = (kind: string) => (line: unknown) =>
      void this.told.push(`${kind} ${String(line)}`);
    jest.spyOn(logger, 'info').mockImplementation(tell('info'));
    jest.spyOn(logger, 'warn').mockImplementation(tell('warn'));
  }

  async configure(options: ConfigurationGeneratorSchema, terminal?: Terminal): Promise<void> {
    // Node is a program, too: that the compiler is missing is told elsewhere.
    process.env['FUNC_GO'] = process.execPath;
    await configure(this.tree, options, terminal);
  }

  read(path: string): string {
    return this.tree.read(path, 'utf8') ?? '';
  }

  /** func.yaml without its header, and without the time if that is now. */
  funcYaml(folder: string): string {
    const text = this.read(`${folder}/func.yaml`);
    const created = /^created: (.*)$/m.exec(text)?.[1] ?? '';
    const age = Date.now() - Date.parse(created);
    const body = text.replace(/^(#.*\n){2}/, '');
    return age >= 0 && age < 60_000 ? body.replace(created, 'now') : body;
  }

  content(): Record<string, string | null> {
    return contentOf(this.tree);
  }
}
