import { createInterface } from 'node:readline/promises';
import { UserError } from '../errors';

/** Where questions go, and answers come from. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The terminal of the user; undefined where nobody would answer: in CI, in a pipe, with --no-interactive. */
export function userTerminal(environment: NodeJS.ProcessEnv): Terminal | undefined {
  const { stdin, stdout } = process;
  const isCI = !['', '0', 'false'].includes(environment['CI'] ?? '');
  if (isCI || environment['NX_INTERACTIVE'] === 'false') return undefined;
  // Types say that it is always there.
  const isTerminal = (stream: { readonly isTTY?: boolean }): boolean => stream.isTTY === true;
  return isTerminal(stdin) && isTerminal(stdout) ? { input: stdin, output: stdout } : undefined;
}

/**
 * Asks until the answer is one of the choices, or the number of one.
 *
 * @param where the option that would have spared the question.
 * @throws UserError if the user leaves.
 */
export async function choose(
  terminal: Terminal,
  question: string,
  choices: readonly string[],
  where: string,
): Promise<string> {
  const list = choices.map((choice, index) => `  ${index + 1}) ${choice}\n`).join('');
  terminal.output.write(`${question}\n${list}`);
  return ask(terminal, '> ', where, (answer) =>
    choices.find((choice, index) => answer === choice || answer === String(index + 1)),
  );
}

/**
 * Asks until `accept` has an answer.
 *
 * @param where the option that would have spared the question.
 * @throws UserError if the user leaves.
 */
export async function ask(
  terminal: Terminal,
  question: string,
  where: string,
  accept: (answer: string) => string | undefined,
): Promise<string> {
  const lines = createInterface({ ...terminal });
  const left = new Promise<undefined>((resolve) => {
    lines.once('close', () => {
      resolve(undefined);
    });
  });
  try {
    for (;;) {
      const answer = await Promise.race([left, lines.question(question)]);
      if (answer === undefined) {
        throw new UserError('nothing was chosen', { where, todo: 'Choose, or pass the option.' });
      }
      const accepted = accept(answer.trim());
      if (accepted !== undefined) return accepted;
    }
  } finally {
    lines.close();
  }
}
