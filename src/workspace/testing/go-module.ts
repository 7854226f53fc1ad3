import type { TempWorkspace } from './temp-workspace';

/** Writes a module `example.com/<last part of the folder>` with one source that imports others. */
export function goModule(
  workspace: TempWorkspace,
  folder: string,
  more: { name?: string; mod?: string; imports?: string[] } = {},
): void {
  const last = folder.split('/').at(-1) ?? '';
  const { name = `example.com/${last}`, mod = '', imports = [] } = more;
  const lines = imports.map((path) => `import _ "example.com/${path}"\n`).join('');
  workspace.write({
    [`${folder}/go.mod`]: `module ${name}\n\ngo 1.21\n${mod}`,
    [`${folder}/code.go`]: `package code\n${lines}`,
  });
}
