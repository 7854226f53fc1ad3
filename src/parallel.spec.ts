import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { inParallel } from './parallel';

const never = (): never => {
  throw new Error('there was no failure');
};

/** Counts what is at work while it waits. */
function counted(): {
  readonly seen: { now: number; most: number };
  readonly work: (milliseconds: number) => Promise<void>;
} {
  const seen = { now: 0, most: 0 };
  const work = async (milliseconds: number): Promise<void> => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await delay(milliseconds);
    seen.now -= 1;
  };
  return { seen, work };
}

describe('inParallel', () => {
  it('answers in the order of the items, whichever is first', async () => {
    const action = async (milliseconds: number): Promise<string> => {
      await delay(milliseconds);
      return `after ${milliseconds}`;
    };
    await expect(inParallel([40, 1, 20], action, never, 3)).resolves.toEqual([
      'after 40',
      'after 1',
      'after 20',
    ]);
  });

  it.each([1, 2, 5])('runs as many as %d at once, and no more', async (limit) => {
    const { seen, work } = counted();
    await inParallel(Array<number>(12).fill(5), work, never, limit);
    expect(seen).toEqual({ now: 0, most: limit });
  });

  it('runs as many as the machine has cores when nothing is said', async () => {
    const { seen, work } = counted();
    await inParallel(Array<number>(availableParallelism() + 5).fill(5), work, never);
    expect(seen.most).toBe(availableParallelism());
  });

  it('does nothing for nothing', async () => {
    await expect(inParallel([], never, never)).resolves.toEqual([]);
  });

  it('after a failure starts nothing, waits for what runs, and throws the first', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    let failures = 0;
    const action = async (item: number): Promise<void> => {
      started.push(item);
      await delay(item === 1 ? 5 : 60);
      if (item <= 1) throw new Error(`item ${item}`);
      ended.push(item);
    };
    const result = inParallel(
      [0, 1, 2, 3, 4],
      action,
      () => {
        failures += 1;
        expect(ended).toEqual([]);
      },
      3,
    );
    await expect(result).rejects.toThrow('item 1');
    expect(started).toEqual([0, 1, 2]);
    expect(ended).toEqual([2]);
    expect(failures).toBe(2);
  });

  it('takes a throw before the first await for a failure, and undefined for a reason', async () => {
    const told = jest.fn();
    const action = (item: unknown): Promise<void> => {
      throw item;
    };
    await expect(inParallel([undefined, 1], action, told, 1)).rejects.toBeUndefined();
    expect(told).toHaveBeenCalledTimes(1);
  });
});
