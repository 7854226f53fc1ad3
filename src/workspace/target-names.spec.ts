import { findContainerizeTarget, ownersInFiles, ownersInNxJson, targetName } from './target-names';

const SCRIPT = 'a script of package.json';
const PACKAGE = 'a target of package.json';
const PROJECT = 'a target of project.json';

describe('targetName', () => {
  it.each<[string, string[], string]>([
    ['containerize', [], 'containerize'],
    ['containerize', ['build'], 'containerize'],
    ['containerize', ['containerize'], 'containerize-image'],
    ['containerize', ['containerize', 'containerize-image'], 'containerize-image-2'],
    ['image', ['image'], 'containerize-image'],
    ['image', ['image', 'containerize-image', 'containerize-image-2'], 'containerize-image-3'],
    ['containerize-image', ['containerize-image'], 'containerize-image-2'],
  ])('%s, with %j taken: %s', (wanted, taken, expected) => {
    const owner = (name: string) => (taken.includes(name) ? SCRIPT : undefined);
    const { name, reason } = targetName(wanted, 'containerize', owner);
    expect(name).toBe(expected);
    expect(reason).toBe(name === wanted ? undefined : `${wanted} is ${SCRIPT}`);
  });

  it('goes by the name of the target, whatever it is', () => {
    const owner = (name: string) => (name === 'push' ? SCRIPT : undefined);
    expect(targetName('push', 'push', owner).name).toBe('push-image');
  });
});

describe('ownersInFiles', () => {
  const ours = { executor: 'nx-func:containerize' };
  const theirs = { executor: 'nx:run-commands' };
  const script = { scripts: { containerize: 'x' } };

  it.each<[string, object | undefined, object | undefined, string | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['a script', script, undefined, SCRIPT],
    ['another script', { scripts: { build: 'x' } }, undefined, undefined],
    [
      'a script that is not included',
      { ...script, nx: { includedScripts: [] } },
      undefined,
      undefined,
    ],
    ['one that is', { ...script, nx: { includedScripts: ['containerize'] } }, undefined, SCRIPT],
    ['settings in package.json', { nx: { targets: { containerize: {} } } }, undefined, undefined],
    ['a command', { nx: { targets: { containerize: { command: 'x' } } } }, undefined, PACKAGE],
    ['an executor', { nx: { targets: { containerize: theirs } } }, undefined, PACKAGE],
    ['our executor', { nx: { targets: { containerize: ours } } }, undefined, undefined],
    [
      'settings of a script',
      { ...script, nx: { targets: { containerize: {} } } },
      undefined,
      SCRIPT,
    ],
    [
      'our executor over a script',
      { ...script, nx: { targets: { containerize: ours } } },
      undefined,
      undefined,
    ],
    ['settings in project.json', undefined, { containerize: { options: {} } }, undefined],
    ['a command there', undefined, { containerize: { command: 'x' } }, PROJECT],
    ['an executor there', undefined, { containerize: theirs }, PROJECT],
    ['our executor there', undefined, { containerize: ours }, undefined],
    ['our executor there over a script', script, { containerize: ours }, undefined],
    ['settings there of a script', script, { containerize: { dependsOn: [] } }, SCRIPT],
    ['another target', undefined, { build: theirs }, undefined],
    ['no objects', { scripts: 'x', nx: 1 }, { containerize: null }, undefined],
  ])('%s', (_, packageJson, targets, expected) => {
    const owner = ownersInFiles({
      ...(packageJson && { packageJson: { ...packageJson } }),
      ...(targets && { projectJson: { targets } }),
    });
    expect(owner('containerize')).toBe(expected);
  });

  it('takes nothing that every object has for a target', () => {
    const owner = ownersInFiles({ projectJson: { targets: {} }, packageJson: { scripts: {} } });
    expect(owner('constructor')).toBeUndefined();
  });
});

describe('ownersInNxJson', () => {
  it.each<[string, object, string | undefined]>([
    ['a name', { buildTargetName: 'containerize' }, 'a target of the plugin @acme/x'],
    [
      'a name, as @nx/docker has it',
      { buildTarget: 'containerize' },
      'a target of the plugin @acme/x',
    ],
    [
      'an object with it',
      { buildTarget: { name: 'containerize' } },
      'a target of the plugin @acme/x',
    ],
    ['another name', { buildTargetName: 'build' }, undefined],
    ['an option that names no target', { folder: 'containerize' }, undefined],
    ['our own option', { containerizeTargetName: 'containerize' }, undefined],
    ['no name', { buildTarget: 3, testTarget: null }, undefined],
  ])('%s', (_, options, expected) => {
    const plugins = ['@nx/js', { plugin: '@nx/x' }, { plugin: '@acme/x', options }];
    expect(ownersInNxJson({ plugins })('containerize')).toBe(expected);
  });

  it('knows of none without plugins', () => {
    expect(ownersInNxJson({})('containerize')).toBeUndefined();
  });
});

describe('findContainerizeTarget', () => {
  const inferred = { executor: 'nx-func:containerize', options: { inferred: {} } };
  const added = { executor: 'nx-func:containerize', options: { platforms: ['linux/arm64'] } };
  const script = { executor: 'nx:run-script' };

  it.each([
    [undefined, undefined],
    [{ containerize: script }, undefined],
    [{ containerize: script, 'containerize-image': inferred }, inferred],
    [{ arm: added, containerize: inferred }, inferred],
    [{ arm: added }, added],
    [{ arm: { executor: 'nx-func:containerize' } }, { executor: 'nx-func:containerize' }],
  ])('%j', (targets, expected) => {
    expect(findContainerizeTarget(targets)).toEqual(expected);
  });
});
