/** Go that does not build: the compiler's own words, with paths of the workspace. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOOD, itRefuses } from './support/refusals';

const HANDLE = GOOD['handle.go'] ?? '';
const NEW = '\ntype F struct{}\n\nfunc New() *F { return &F{} }\n';
const INSTALL = '  Install Go 1.25 or later (https://go.dev/dl), or name the program in FUNC_GO.';

/** A program in the place of `go`. */
const compiler =
  (...lines: string[]) =>
  (folder: string): void => {
    writeFileSync(join(folder, 'go.sh'), ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(join(folder, 'go.sh'), 0o755);
  };

/** handle.go with one import more. */
const importing = (path: string): string => HANDLE.replace('"fmt"', `"fmt"\n\n\t_ "${path}"`);

describe('refused', () => {
  itRefuses({
    'New and Handle': {
      files: { 'handle.go': HANDLE + NEW },
      says: [
        '<fn>: both static and instanced signatures found: Handle (<fn>/handle.go:8:6) and New (<fn>/handle.go:14:6)',
        '  Keep one of them: rename or delete the other, or make Handle a method of what New returns.',
      ],
    },
    'neither New nor Handle': {
      files: { 'handle.go': 'package function\n\nfunc handle() {}\n' },
      says: [
        '<fn>: no signatures found: no func Handle and no func New',
        '  <fn>/handle.go:3:6: handle is not exported: begin it with a capital letter.',
        '  Add func Handle(w http.ResponseWriter, r *http.Request), or func New() *T where T has that method.',
      ],
    },
    'a Handle that cannot serve': {
      files: { 'handle.go': 'package function\n\nfunc Handle(a int) {}\n' },
      says: [
        '<fn>/handle.go:3:6: Handle(int) cannot serve HTTP requests',
        '  Change it to Handle(w http.ResponseWriter, r *http.Request); a context.Context before them is accepted too.',
      ],
    },
    'no Go file': {
      files: { 'handle.go': undefined },
      says: [
        '<fn>: go build failed for <host>:',
        'no Go files in <fn>',
        '  Put the function into the folder of its func.yaml.',
      ],
    },
    'a syntax error': {
      files: { 'handle.go': HANDLE.replace('"Hello")', '"Hello"') },
      neverBuilt: true,
      says: [
        '<fn>: go build failed for <host>:',
        '# function',
        '<fn>/handle.go:9:25: syntax error: unexpected newline in argument list; possibly missing comma or )',
      ],
    },
    'a syntax error in a package beneath': {
      files: {
        'handle.go': importing('function/inner'),
        'inner/inner.go': 'package inner\n\nfunc {\n',
      },
      says: [
        '<fn>: go build failed for <host>:',
        '# function/inner',
        '<fn>/inner/inner.go:3:6: syntax error: unexpected {, expected name or (',
      ],
    },
    'an undefined identifier': {
      files: { 'handle.go': HANDLE.replace('"Hello"', 'greeting') },
      says: [
        '<fn>: go build failed for <host>:',
        '# function',
        '<fn>/handle.go:9:18: undefined: greeting',
      ],
    },
    'a package that is nowhere': {
      files: { 'handle.go': importing('example.invalid/nothing') },
      says: [
        '<fn>: go build failed for <host>:',
        '<fn>/handle.go:6:2: no required module provides package example.invalid/nothing; to add it:',
        '\tcd <fn>',
        '\tgo get example.invalid/nothing',
      ],
    },
    'a compiler that is not there': {
      files: { '.env': 'FUNC_GO=no-such-go\n' },
      says: [
        'environment variable FUNC_GO: the Go compiler is missing: no-such-go is not in PATH',
        INSTALL,
      ],
    },
    'a compiler that is no program': {
      files: { '.env': 'FUNC_GO=./fn/a-compiler-that-is-no-program/handle.go\n' },
      says: [
        'environment variable FUNC_GO: the Go compiler is missing: ./<fn>/handle.go is no program',
        INSTALL,
      ],
    },
    'another program': {
      files: { '.env': 'FUNC_GO=true\n' },
      says: ['environment variable FUNC_GO: true does not answer as the go command does', INSTALL],
    },
    'an old compiler': {
      files: { '.env': 'FUNC_GO=./fn/an-old-compiler/go.sh\n' },
      breakIt: compiler(`echo '{"GOVERSION": "go1.19.4", "GOFLAGS": ""}'`),
      says: [
        'environment variable FUNC_GO: Go 1.19.4 (./<fn>/go.sh) is too old to build functions',
        '  Install Go 1.25 or later, or name it in FUNC_GO.',
      ],
    },
    'a newer go in go mod': {
      files: { 'go.mod': 'module function\n\ngo 1.99\n', '.env': 'GOTOOLCHAIN=local\n' },
      says: [
        '<fn>: go list failed for <host>:',
        /go: <fn>\/\.func\/go\/linux_\w+\/go\.work requires go >= 1\.99 \(running go 1\.\S+; GOTOOLCHAIN=local\)/,
        '  A go.mod of the function or of what it uses asks for it: install Go 1.99 or later, or set GOTOOLCHAIN=auto so that Go fetches it.',
      ],
    },
    'no go mod': {
      files: { 'go.mod': undefined },
      says: [
        '<fn>: a Go function needs a go.mod in its folder, and there is none',
        '  Make one there: go mod init function',
      ],
    },
    'an empty go mod': {
      files: { 'go.mod': '' },
      says: ['<fn>/go.mod: no module line', '  Write "module function" into it.'],
    },
    'a malformed go mod': {
      files: { 'go.mod': 'module function\n\nrequire (\n' },
      says: [
        '<fn>/go.mod:3: the block "require (" is never closed',
        '  Write the ")" that it lacks.',
      ],
    },
    'a malformed require': {
      files: { 'go.mod': 'module function\n\nrequire one\n' },
      says: ['<fn>/go.mod:3: cannot read "require one": not of the form "require path version"'],
    },
    'a malformed go work': {
      files: { 'go.work': 'go 1.25\nuse ./a "\n' },
      says: [
        '<fn>/go.work:2: cannot read the line: use ./a "',
        '  The go command says what is wrong with it: go mod verify, or go work edit -print.',
      ],
    },
    'a module outside the workspace': {
      files: {
        'go.mod': [
          ...['module function', 'go 1.21', 'require x.y/z v0.0.0'],
          'replace x.y/z => ../../../z\n',
        ].join('\n'),
      },
      says: [
        '<fn>/go.mod: the module x.y/z lies outside the workspace, in ../z',
        '  Nx cannot see a change there: move the module into the workspace, or publish it.',
      ],
    },
  });
});
