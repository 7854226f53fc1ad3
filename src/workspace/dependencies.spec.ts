import { findDependencies } from './dependencies';

type Context = Parameters<typeof findDependencies>[0];
type Projects = Context['projects'];

function projectsOf(modules: string[] | undefined, targetName = 'containerize'): Projects {
  return {
    fn: {
      root: 'apps/fn',
      targets: {
        [targetName]: {
          executor: 'nx-func:containerize',
          options: { inferred: { plugin: '1.0.0', modules } },
        },
      },
    },
    lib: { root: 'libs/lib' },
    other: { root: 'libs/other', targets: { containerize: {} } },
  };
}

function edges(projects: Projects, goMod = 'apps/fn/go.mod') {
  const projectFileMap = {
    fn: [
      { file: 'apps/fn/func.yaml', hash: '1' },
      { file: goMod, hash: '2' },
    ],
  };
  return findDependencies({ projects, fileMap: { projectFileMap, nonProjectFiles: [] } });
}

const EDGE = { source: 'fn', target: 'lib', sourceFile: 'apps/fn/go.mod', type: 'static' };

describe('findDependencies', () => {
  it('makes an edge to each project whose module is reached', () => {
    expect(edges(projectsOf(['libs/lib']))).toEqual([EDGE]);
    expect(edges(projectsOf(['libs/lib', 'libs/other'])).map(({ target }) => target)).toEqual([
      'lib',
      'other',
    ]);
  });

  it('makes none to a module that is no project, and none from a function that reaches nothing', () => {
    expect(edges(projectsOf(['libs/unknown']))).toEqual([]);
    expect(edges(projectsOf(undefined))).toEqual([]);
  });

  it('makes none from a project to itself', () => {
    expect(edges(projectsOf(['apps/fn']))).toEqual([]);
  });

  it('makes none where Nx does not know the go.mod, which would be an error', () => {
    expect(edges(projectsOf(['libs/lib']), 'apps/fn/other')).toEqual([]);
  });

  it('knows the target by its executor, whatever its name is', () => {
    const projects = projectsOf(['libs/lib'], 'containerize-image');
    expect(edges(projects)).toEqual([EDGE]);
    const { fn } = projects;
    const script = { executor: 'nx:run-script' };
    const both = { ...fn?.targets, containerize: script };
    expect(edges({ ...projects, fn: { root: 'apps/fn', targets: both } })).toEqual([EDGE]);
    expect(
      edges({ ...projects, fn: { root: 'apps/fn', targets: { containerize: script } } }),
    ).toEqual([]);
  });

  it('knows a function at the root of the workspace', () => {
    const projects = projectsOf(['libs/lib']);
    const atRoot = { ...projects, fn: { ...projects['fn'], root: '.' } };
    expect(edges(atRoot, 'go.mod')).toEqual([{ ...EDGE, sourceFile: 'go.mod' }]);
  });
});
