import { availableParallelism } from 'node:os';

/**
 * Runs `action` on each item, at most `limit` at once, and answers in the order of the items. After
 * the first failure nothing new is started and `onFailure` is called, but what runs is awaited: when
 * this rejects, nothing of it is at work any more.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  action: (item: T) => Promise<R>,
  onFailure: () => void,
  limit = availableParallelism(),
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const failures: unknown[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[index] = await action(item);
      } catch (error) {
        failures.push(error);
        onFailure();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
