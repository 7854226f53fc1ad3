import { containerize } from '../containerize';
import { jobOf, refusal } from '../workspace/testing/build';
import { MAIN, writeProgram } from '../workspace/testing/programs';
import { TempWorkspace } from '../workspace/testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
  writeProgram(workspace);
});

afterEach(() => {
  workspace.remove();
});

const HANDLE = 'func Handle(w http.ResponseWriter, r *http.Request) {}\n';
const NEW = 'type F struct{}\n\nfunc New() *F { return &F{} }\n';

function functionOf(...parts: string[]): void {
  workspace.remove('fn/main.go');
  workspace.write({
    'fn/handle.go': `package function\n\nimport "net/http"\n\nvar _ http.Handler\n\n${parts.join('\n')}`,
  });
}

describe('Go, what cannot be built', () => {
  it.each<[string, () => void, string]>([
    [
      'a syntax error, in the words of the compiler',
      () => {
        functionOf('func Handle( {\n');
      },
      'fn: go build failed for linux/amd64:',
    ],
    [
      'a syntax error, where it is',
      () => {
        functionOf('func Handle( {\n');
      },
      'fn/handle.go:7:14: syntax error',
    ],
    [
      'a mistake, before the missing signature',
      () => {
        functionOf('func handle() { x }\n');
      },
      'fn/handle.go:7:17: undefined: x',
    ],
    [
      'no signature',
      () => {
        functionOf('func Other() {}\n');
      },
      'fn: no signatures found: no func Handle and no func New',
    ],
    [
      'both signatures',
      () => {
        functionOf(HANDLE, NEW);
      },
      'fn: both static and instanced signatures found: Handle (fn/handle.go:7:6) and New (fn/handle.go:11:6)',
    ],
    [
      'a file in the place of the program',
      () => {
        workspace.write({ 'fn/f': 'mine' });
      },
      "fn/f: the image has something else at /func/f: the function's program",
    ],
    [
      'a folder in the place of the program',
      () => {
        workspace.write({ 'fn/f/mine.txt': 'mine' });
      },
      "fn/f: the image has something else at /func/f: the function's program",
    ],
    [
      'no source',
      () => {
        workspace.remove('fn/main.go');
      },
      'no Go files in fn',
    ],
    [
      'a program without a beginning',
      () => {
        workspace.write({ 'fn/main.go': 'package main\n' });
      },
      'main is undeclared',
    ],
    [
      'an import that leads nowhere',
      () => {
        workspace.write({
          'fn/main.go': MAIN.replace('main\n', 'main\n\nimport _ "function/none"\n'),
        });
      },
      'fn/main.go:3:8: package function/none is not in std',
    ],
    [
      'a go.mod for a Go to come',
      () => {
        workspace.write({ 'fn/go.mod': 'module function\n\ngo 1.99.0\n' });
      },
      'install Go 1.99.0 or later',
    ],
    [
      'no go.mod',
      () => {
        workspace.remove('fn/go.mod');
      },
      'fn: a Go function needs a go.mod',
    ],
    [
      'a name that Go has itself',
      () => {
        functionOf(HANDLE);
        workspace.write({ 'fn/go.mod': 'module main\n\ngo 1.21\n' });
      },
      "fn/go.mod: a function's module cannot be called main",
    ],
  ])('is refused: %s', async (_, prepare, message) => {
    prepare();
    const environment = { ...process.env, GOTOOLCHAIN: 'local', GOPROXY: 'off' };
    const job = jobOf(workspace, 'fn', { environment });
    const said = await refusal(() => containerize(job));
    expect(said).toContain(message);
    expect(said).not.toContain(workspace.root);
    expect(workspace.has('fn/.func')).toBe(false);
  });
});
