import type { Tree } from '@nx/devkit';
import { guessInvoke } from './invoke-guess';
import { guessRuntimes } from './runtime-guess';
import { refusal } from './testing/build';
import { treeWith } from './testing/tree';

type Files = Readonly<Record<string, string | object>>;

function project(files: Files): Tree {
  return treeWith(
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`p/${path}`, content])),
  );
}

const GO = { 'go.mod': 'module function\n', 'handle.go': 'package function\n' };
const FAAS = { dependencies: { 'faas-js-runtime': '^3.0.2' } };
const EVENTS = { dependencies: { 'faas-js-runtime': '^3.0.2', cloudevents: '^10.0.0' } };
const HTTP_GO =
  'package function\n\nimport "net/http"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {}\n';
const EVENT_GO =
  'package function\n\nimport "github.com/cloudevents/sdk-go/v2/event"\n\nfunc Handle(in event.Event) error { return nil }\n';
const POM = (inner: string): string => `<project>\n${inner}\n</project>\n`;
const QUARKUS = POM('<dependency><groupId>io.quarkus</groupId></dependency>');
const SPRING = POM('<parent><groupId>org.springframework.boot</groupId></parent>');
const CARGO = '[package]\nname = "function"\n';
const PYPROJECT = '[project]\nname = "function"\n';

describe('what a project is', () => {
  const TABLE: readonly [expected: string, files: Files][] = [
    // One file that tells.
    ['go http', GO],
    ['go http', { 'go.mod': 'module function\n' }],
    ['node http', { 'package.json': FAAS }],
    ['node http', { 'package.json': {} }],
    ['node http', { 'package.json': '{ broken' }],
    ['node http', { 'package.json': '\uFEFF{"main": "index.js"}' }],
    ['typescript http', { 'package.json': FAAS, 'tsconfig.json': {} }],
    ['typescript http', { 'package.json': { ...FAAS, devDependencies: { typescript: '6' } } }],
    ['typescript http', { 'package.json': { dependencies: { typescript: '6' } } }],
    ['typescript http', { 'tsconfig.json': {}, 'src/main.ts': '' }],
    ['python http', { 'pyproject.toml': PYPROJECT }],
    ['python http', { 'requirements.txt': 'flask\n', 'func.py': '' }],
    ['python http', { 'requirements.txt': '' }],
    ['python http', { 'setup.py': 'setup()\n' }],
    ['rust http', { 'Cargo.toml': CARGO }],
    ['quarkus http', { 'pom.xml': QUARKUS }],
    ['quarkus http', { 'build.gradle.kts': 'plugins { id("io.quarkus") }\n' }],
    ['springboot http', { 'pom.xml': SPRING }],
    ['springboot http', { 'build.gradle': "plugins { id 'org.springframework.boot' }\n" }],
    ['springboot http', { 'build.gradle': 'plugins { alias(libs.plugins.spring.boot) }\n' }],
    // Events.
    ['go cloudevent', { 'go.mod': 'module f\n', 'handle.go': EVENT_GO }],
    ['go http', { 'go.mod': 'module f\n', 'handle.go': HTTP_GO, 'event_test.go': EVENT_GO }],
    ['go http', { ...GO, 'handle.go': HTTP_GO, 'gen.go': '//go:build ignore\n\npackage main\n' }],
    // Not finished, or two platforms: by the imports.
    ['go cloudevent', { ...GO, 'a.go': `${EVENT_GO}\nfunc New() *T { return nil }\n` }],
    [
      'go http',
      {
        'go.mod': 'module f\n',
        'main.go': 'package main\nimport "github.com/cloudevents/sdk-go/v2"\nfunc main() {}\n',
      },
    ],
    ['node cloudevent', { 'package.json': EVENTS }],
    ['typescript cloudevent', { 'package.json': EVENTS, 'tsconfig.json': {} }],
    ['node http', { 'package.json': { ...FAAS, devDependencies: { cloudevents: '1' } } }],
    [
      'python cloudevent',
      {
        'pyproject.toml': `${PYPROJECT}dependencies = [\n  "httpx", # "cloudevents"\n  'CloudEvents[http] >=2,<3',\n]\n`,
      },
    ],
    [
      'python http',
      {
        'pyproject.toml': `${PYPROJECT}dependencies = ["httpx"] # "cloudevents"\n[project.optional-dependencies]\ntest = ["cloudevents"]\n`,
      },
    ],
    [
      'python http',
      {
        'pyproject.toml': `${PYPROJECT}dependencies = ["cloudevents-extra", "x @ git+https://h/cloudevents"]\n`,
      },
    ],
    [
      'python http',
      {
        'pyproject.toml': `${PYPROJECT}description = """\n[tool.poetry.dependencies]\ncloudevents = "2"\n"""\n`,
      },
    ],
    ['python cloudevent', { 'pyproject.toml': '[tool.poetry.dependencies]\ncloudevents = "^2"\n' }],
    [
      'python cloudevent',
      {
        'requirements.txt':
          '# events\r\n-r other.txt\r\ncloudevents==2.0 ; python_version > "3.9"\r\n',
      },
    ],
    ['python http', { 'requirements.txt': '# cloudevents\n--find-links cloudevents\n' }],
    ['python cloudevent', { 'setup.py': "setup(install_requires=['cloudevents>=2'])\n" }],
    ['python http', { 'setup.py': "# install_requires=['cloudevents']\nsetup()\n" }],
    [
      'rust cloudevent',
      { 'Cargo.toml': `${CARGO}[dependencies]\ncloudevents-sdk = { version = "0.9" }\n` },
    ],
    [
      'rust cloudevent',
      { 'Cargo.toml': `${CARGO}[dependencies.ce]\npackage = "cloudevents-sdk"\n` },
    ],
    [
      'rust cloudevent',
      {
        'Cargo.toml': `${CARGO}[target.'cfg(unix)'.dependencies]\ncloudevents-sdk.workspace = true\n`,
      },
    ],
    ['rust http', { 'Cargo.toml': `${CARGO}[dev-dependencies]\ncloudevents-sdk = "1"\n` }],
    [
      'quarkus cloudevent',
      {
        'pom.xml': QUARKUS,
        'src/main/java/f/F.java':
          'package f;\nimport io.quarkus.funqy.knative.events.CloudEvent;\n',
      },
    ],
    [
      'quarkus http',
      {
        'pom.xml': QUARKUS,
        'src/test/java/f/F.java': 'import io.cloudevents.CloudEvent;\n',
        'src/main/java/f/F.java': '// import x.CloudEvent\n',
      },
    ],
    [
      'springboot cloudevent',
      {
        'pom.xml': SPRING,
        'src/main/kotlin/F.kt':
          'import org.springframework.cloud.function.cloudevent.CloudEventMessageUtils\n',
      },
    ],
    // Several files: what has source, or what only a function has.
    ['go http', { ...GO, 'package.json': { devDependencies: { prettier: '3' } } }],
    ['go http', { ...GO, 'package.json': { dependencies: { left: '1' } }, 'tsconfig.json': {} }],
    ['go http', { 'go.mod': 'module f\n', 'package.json': { scripts: { lint: 'x' } } }],
    ['go http', { ...GO, 'requirements.txt': 'pre-commit\n' }],
    ['go http', { ...GO, 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' }],
    ['node http', { 'package.json': FAAS, 'pyproject.toml': '[tool.ruff]\n' }],
    ['node http', { 'package.json': FAAS, 'Cargo.toml': '[workspace]\nmembers = ["a"]\n' }],
    ['python http', { 'pyproject.toml': PYPROJECT, 'package.json': { dependencies: { x: '1' } } }],
    ['rust http', { 'Cargo.toml': CARGO, 'package.json': {}, 'requirements.txt': '' }],
    ['springboot http', { 'pom.xml': POM(`<!-- io.quarkus -->${SPRING}`) }],
    ['python http', { 'pyproject.toml': '[tool.ruff]\n' }],
  ];

  it.each(TABLE)('%s: %j', (expected, files) => {
    const tree = project(files);
    const guesses = guessRuntimes(tree, 'p');
    expect(guesses).toHaveLength(1);
    const { runtime } = guesses[0]!;
    expect(`${runtime} ${guessInvoke(tree, 'p', runtime)}`).toBe(expected);
  });

  const OPEN: readonly [expected: string[], files: Files][] = [
    [[], {}],
    [[], { 'README.md': '', 'main.c': '' }],
    [[], { 'pom.xml': POM('<groupId>org.acme</groupId>') }],
    [[], { 'src/go.mod': 'module f\n' }],
    [['go (go.mod)', 'node (package.json)'], { ...GO, 'package.json': FAAS }],
    [['go (go.mod)', 'python (requirements.txt)'], { ...GO, 'requirements.txt': '', 'a.py': '' }],
    [
      ['go (go.mod)', 'node (package.json)'],
      { 'go.mod': 'module f\n', 'package.json': { main: 'index.js' } },
    ],
    [
      ['quarkus (pom.xml)', 'springboot (build.gradle)'],
      { 'pom.xml': QUARKUS, 'build.gradle': 'org.springframework.boot' },
    ],
  ];

  it.each(OPEN)('is not sure, %j: %j', (expected, files) => {
    const guesses = guessRuntimes(project(files), 'p');
    expect(guesses.map(({ runtime, file }) => `${runtime} (${file})`)).toEqual(expected);
  });

  it('looks at the root of the workspace too', () => {
    const tree = treeWith({ 'go.mod': 'module f\n', 'handle.go': EVENT_GO });
    tree.delete('package.json');
    expect(guessRuntimes(tree, '.')).toEqual([{ runtime: 'go', file: 'go.mod' }]);
    expect(guessInvoke(tree, '.', 'go')).toBe('cloudevent');
  });

  it('tells where a file is broken', async () => {
    const tree = project({ 'pyproject.toml': '[project]\nname = \n' });
    expect(await refusal(() => guessRuntimes(tree, 'p'))).toBe(
      'p/pyproject.toml:2:8: this is no valid TOML: invalid value\n' +
        '  Correct it; or pass --runtime and --invoke, and nothing is guessed from it.',
    );
  });
});
