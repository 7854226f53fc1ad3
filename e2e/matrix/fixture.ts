/** The workspace of the input matrix: one function, and around it all that may or may not decide its image. */
import { rootCertificates } from 'node:tls';
import { createWorkspace, type Workspace } from '../support';

export const FUNCTION = 'apps/fn';
export const TASK = 'fn:containerize';
/** The variable that func.yaml asks for in `build.buildEnvs`. */
export const ASKED = 'STORY';

const IGNORED = [
  '*.ignored',
  '*_local.go',
  '*.pgo',
  '.env',
  `/${FUNCTION}/generated`,
  `/${FUNCTION}/go.work`,
  `/${FUNCTION}/tracked`,
];

/** A package main links nothing but what it imports: a build of it takes half a second. */
const MAIN = `package main

import (
	_ "embed"

	"example.com/fn/generated"
	"example.com/greet"
	"example.com/replaced"
)

//go:embed embedded.txt
var embedded string

func main() {
	println(embedded, generated.Text, greet.Text(), replaced.Text())
}
`;

const GREET = `package greet

import (
	_ "embed"

	"example.com/greet/inner"
	"example.com/plain"
)

//go:embed greeting.txt
var greeting string

func Text() string { return greeting + inner.Text() + plain.Text() }
`;

const FUNC_YAML = `specVersion: 0.36.0
name: fn
runtime: go
build:
  buildEnvs:
    - name: ASKED
      value: '{{ env:${ASKED} }}'
`;

/** Copies a file that is none of the function's into a package of the function that git ignores. */
const GENERATE = {
  executor: 'nx:run-commands',
  cache: true,
  inputs: ['{workspaceRoot}/schemas/*'],
  outputs: ['{projectRoot}/generated'],
  options: {
    command: `mkdir -p ${FUNCTION}/generated && cp schemas/text.go ${FUNCTION}/generated`,
  },
};

/** A Go file whose program differs with the value. */
export function goText(name: string, value: string): string {
  return `package ${name}\n\nfunc Text() string { return ${JSON.stringify(value)} }\n`;
}

export function schema(value: string): string {
  return `package generated\n\nvar Text = ${JSON.stringify(value)}\n`;
}

/** Compiled in, it would change the program. */
export function goInit(name: string): string {
  return `package ${name}\n\nfunc init() { println("init") }\n`;
}

export function certificate(index: number): string {
  return `${rootCertificates[index] ?? ''}\n`;
}

const FUNCTION_FILES = {
  'func.yaml': FUNC_YAML,
  'go.mod': [
    'module example.com/fn',
    'go 1.21',
    'require example.com/replaced v0.0.0',
    'replace example.com/replaced => ../../libs/replaced\n',
  ].join('\n'),
  'project.json': { targets: { generate: GENERATE, containerize: { dependsOn: ['generate'] } } },
  '.funcignore': '*.md\n',
  'main.go': MAIN,
  'main_test.go': 'package main\n',
  'tagged.go': `//go:build story\n\n${goInit('main')}`,
  'embedded.txt': 'embedded',
  'data.txt': 'data',
  'other.txt': 'other',
  'folder/deep.json': {},
  'bin/tool': '#!/bin/sh\n',
  'README.md': 'not shipped\n',
  'nxignored.txt': 'not shipped',
  'data.ignored': 'not shipped',
  'nested/project.json': { name: 'nested' },
  'nested/data.txt': 'not shipped',
};

const FILES = {
  '.gitignore': ['node_modules', '.nx', '.func', '/packages/*.tgz', ...IGNORED, ''].join('\n'),
  '.nxignore': `${FUNCTION}/nxignored.txt\n`,
  'go.work': 'go 1.21\n\nuse (\n\t./apps/fn\n\t./libs/greet\n\t./libs/plain\n\t./libs/unused\n)\n',
  'certificates/one.pem': certificate(0),
  'certificates/two.pem': certificate(1),
  'schemas/text.go': schema('generated'),
  'apps/other/project.json': { name: 'other' },
  'apps/other/data.txt': 'data',
  ...inFolder(FUNCTION, FUNCTION_FILES),
  ...inFolder('libs/greet', {
    'go.mod': 'module example.com/greet\n\ngo 1.21\n',
    'project.json': { name: 'greet' },
    'greet.go': GREET,
    'greet_test.go': 'package greet\n',
    'greeting.txt': 'hello',
    // A project inside of a module: its package is the module's all the same.
    'inner/project.json': { name: 'inner' },
    'inner/inner.go': goText('inner', 'inner'),
  }),
  ...library('plain'),
  ...library('replaced'),
  ...library('unused'),
};

/** A Go module that is no Nx project. */
function library(name: string): Record<string, string> {
  return inFolder(`libs/${name}`, {
    'go.mod': `module example.com/${name}\n\ngo 1.21\n`,
    [`${name}.go`]: goText(name, name),
  });
}

function inFolder<T>(folder: string, files: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]),
  );
}

export async function createMatrixWorkspace(): Promise<Workspace> {
  const workspace = await createWorkspace({ files: FILES });
  workspace.env[ASKED] = 'one';
  workspace.link(`${FUNCTION}/link`, 'data.txt');
  // Git knows it, though .gitignore names it: Nx does not.
  workspace.write({ [`${FUNCTION}/tracked/data.txt`]: 'not shipped' });
  await workspace.run(['git', 'add', '--force', `${FUNCTION}/tracked`]);
  await workspace.commit('a link, and a file that is tracked and ignored');
  return workspace;
}
