import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { describeFunctions, functionMetadata, nameReason } from './function-metadata';

const REASON = '"hello" is also the name of apps/b';
const SENTENCE = `Named after its path: ${REASON}.`;
const OWN = { target: 'containerize', technologies: ['go', 'oci'] };
const OURS = { executor: 'nx-func:containerize', metadata: { technologies: ['go', 'oci'] } };
const TODO = 'set containerizeTargetName of nx-func/plugin in nx.json to another name';

/** The description that is added to a project, in a graph with others. */
function described(
  metadata: ProjectConfiguration['metadata'],
  targets: Record<string, TargetConfiguration> = { containerize: OURS },
): string | undefined {
  const data = { name: 'fn', root: 'fn', targets, ...(metadata && { metadata }) };
  const nodes = {
    fn: { name: 'fn', type: 'app' as const, data },
    lib: { name: 'lib', type: 'lib' as const, data: { root: 'lib', targets } },
  };
  const { fn, ...others } = describeFunctions({ nodes });
  expect(others).toEqual({});
  return fn?.metadata.description;
}

describe('functionMetadata', () => {
  it('has a description only where there is something to say', () => {
    expect(functionMetadata(OWN)).toEqual({ nxFunc: OWN });
    const named = { ...OWN, nameReason: REASON };
    expect(functionMetadata(named)).toEqual({ description: SENTENCE, nxFunc: named });
  });

  it('is read again', () => {
    const metadata = functionMetadata({ ...OWN, nameReason: REASON });
    expect(nameReason({ root: 'fn', metadata })).toBe(REASON);
    expect(nameReason({ root: 'fn', metadata: functionMetadata(OWN) })).toBeUndefined();
    expect(nameReason({ root: 'fn' })).toBeUndefined();
    expect(nameReason(undefined)).toBeUndefined();
  });
});

describe('describeFunctions', () => {
  it('adds nothing where all is as inferred', () => {
    expect(described(functionMetadata(OWN))).toBeUndefined();
    expect(described(functionMetadata({ ...OWN, nameReason: REASON }))).toBeUndefined();
    expect(described(undefined)).toBeUndefined();
  });

  it('keeps the description of a project.json, with the reason of the name behind it', () => {
    const metadata = functionMetadata({ ...OWN, nameReason: REASON });
    expect(described({ ...metadata, description: 'Greets.' })).toBe(`Greets. ${SENTENCE}`);
  });

  it.each([
    [{ executor: 'nx:run-commands' }, 'nx:run-commands'],
    [{ command: 'echo' }, 'echo'],
    [{}, 'nothing'],
  ])('tells of a plugin that has replaced the target: %j', (target, runner) => {
    expect(described(functionMetadata(OWN), { containerize: target })).toBe(
      `The target containerize is not that of nx-func, which builds the image: another plugin, or a pattern in project.json, has replaced it (${runner}); ${TODO}.`,
    );
  });

  it('tells of a plugin whose target is replaced, by what Nx leaves of it', () => {
    const technologies = ['docker', 'go', 'oci'];
    const containerize = { ...OURS, metadata: { technologies } };
    expect(described(functionMetadata(OWN), { containerize })).toBe(
      `The target containerize of nx-func has replaced that of another plugin; ${TODO}.`,
    );
    const later = { ...OURS, metadata: { technologies: ['go', 'oci', 'mine'] } };
    expect(described(functionMetadata(OWN), { containerize: later })).toBeUndefined();
  });
});
