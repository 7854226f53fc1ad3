// What it costs to load the containerize executor.

import { place } from './places.mjs';
import { runSubject } from './program.mjs';
import { absolute, comparison } from './row.mjs';
import { inTurn } from './turns.mjs';
import { nx, pluginModule, workspaceEnvironment, workspaceFolder } from './workspace.mjs';

const OWN = 'without @nx/devkit';
const ALL = 'with @nx/devkit and the file map';
const HOW = `In a fresh Node: from before \`require\` of the executor to after it, with an empty object in place of
@nx/devkit; and with devkit and the file map that the executor asks it for, of a workspace with one function. The start of
Node is not in it.`;

export async function loadComparisons(rounds) {
  const graph = place('graph.json');
  await nx('graph', '--file', graph);
  const options = { cwd: workspaceFolder(), env: workspaceEnvironment() };
  const load = async (...args) => {
    const result = await runSubject('load', [pluginModule(''), ...args], options);
    return { load: result.load };
  };
  const samples = await inTurn(
    'loading',
    { [OWN]: () => load(), [ALL]: () => load(graph) },
    {},
    // It is short: more rounds cost little.
    rounds * 2,
  );
  return [
    comparison(
      { id: 'load', title: 'loading the containerize executor', how: HOW, measure: 'load' },
      samples,
      [absolute(OWN, 'loaded', 'ms', 60), absolute(ALL, 'loaded', 'ms', 160)],
    ),
  ];
}
