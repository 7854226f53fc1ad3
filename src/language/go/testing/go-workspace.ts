import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mainGo } from '../main-go';
import { detectSignature } from '../signature';
import { wrapperModule } from '../wrapper-module';

/** A temp folder with a wrapper module that has one main package for each function. */
export class GoWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'nx-func-go-'));
  readonly #uses = ['./wrapper'];

  constructor(readonly invoke: 'http' | 'cloudevent') {
    const { goMod, goSum } = wrapperModule(invoke);
    this.write('wrapper/go.mod', goMod);
    this.write('wrapper/go.sum', goSum);
  }

  /** Adds a function of this source, as a module of this path. */
  add(name: string, source: string, module = `example.com/${name}`, require = ''): void {
    this.write(`${name}/go.mod`, `module ${module}\n\ngo 1.21\n${require}`);
    this.write(`${name}/function.go`, source);
    this.#uses.push(`./${name}`);
    this.write('go.work', `go 1.25.0\n${this.#uses.map((use) => `use ${use}\n`).join('')}`);
    const signature = detectSignature([{ path: name, source }], this.invoke, 'func.yaml', '.');
    if (signature.kind !== 'function') throw new Error('a whole program has no wrapper');
    this.write(`wrapper/${name}/main.go`, mainGo(signature, module));
  }

  /** @returns what the go command, or another program of Go, prints. */
  go(program: 'go' | 'gofmt', ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: join(this.folder, 'wrapper'),
      encoding: 'utf8',
      env: {
        ...process.env,
        CGO_ENABLED: '0',
        GOFLAGS: '-mod=readonly -buildvcs=false',
        GOTOOLCHAIN: 'local',
        GOWORK: join(this.folder, 'go.work'),
      },
    });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
