import { PassThrough } from 'node:stream';
import { choose, userTerminal } from './terminal';

/** Types one answer for each question that is asked, and then leaves. */
function typing(...answers: string[]): {
  input: PassThrough;
  output: PassThrough;
  shown: string[];
} {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown: string[] = [];
  output.on('data', (chunk: Buffer) => {
    shown.push(chunk.toString());
    if (!chunk.toString().endsWith('> ')) return;
    const answer = answers.shift();
    if (answer === undefined) input.end();
    else input.write(`${answer}\n`);
  });
  return { input, output, shown };
}

describe('choose', () => {
  it.each([
    [['2'], 'node'],
    [[' go '], 'go'],
    [['3', '', 'nodes', 'node'], 'node'],
  ])('%j', async (answers, expected) => {
    const terminal = typing(...answers);
    expect(await choose(terminal, 'Which?', ['go', 'node'], 'option x')).toBe(expected);
    expect(terminal.shown.join('')).toBe(
      `Which?\n  1) go\n  2) node\n${'> '.repeat(answers.length)}`,
    );
  });

  it('ends when the user leaves', async () => {
    await expect(choose(typing('9'), 'Which?', ['go', 'node'], 'option x')).rejects.toThrow(
      'option x: nothing was chosen\n  Choose, or pass the option.',
    );
  });
});

describe('userTerminal', () => {
  const streams = [process.stdin, process.stdout];
  const before = streams.map((stream) => stream.isTTY);

  function setTerminal(...isTTY: boolean[]): void {
    streams.forEach((stream, index) => {
      stream.isTTY = isTTY[index]!;
    });
  }

  afterEach(() => {
    setTerminal(...before);
  });

  it.each<[environment: NodeJS.ProcessEnv, isTTY: [boolean, boolean], expected: boolean]>([
    [{}, [true, true], true],
    [{ CI: 'false', NX_INTERACTIVE: 'true' }, [true, true], true],
    [{ CI: 'true' }, [true, true], false],
    [{ NX_INTERACTIVE: 'false' }, [true, true], false],
    [{}, [false, true], false],
    [{}, [true, false], false],
  ])('%j, %j: %s', (environment, isTTY, expected) => {
    setTerminal(...isTTY);
    expect(userTerminal(environment) !== undefined).toBe(expected);
  });
});
