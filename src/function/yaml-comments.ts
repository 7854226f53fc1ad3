import type { Node } from 'yaml';
import { isCollection, isPair } from 'yaml';

import type { Entry } from './yaml-edit';

/** All comments at a node and in it, in the order of the text; each may have several lines. */
export function commentsIn(node: Node | null | undefined): string[] {
  if (node === null || node === undefined) return [];
  const inner = isCollection(node) ? node.items.flatMap(commentsInItem) : [];
  return [...present(node.commentBefore), ...inner, ...present(node.comment)];
}

function commentsInItem(item: unknown): string[] {
  if (!isPair(item)) return commentsIn(item as Node | null);
  return [...commentsIn(item.key as Node | null), ...commentsIn(item.value as Node | null)];
}

/** The comments of an entry that is taken out: above its key, and all in its value. */
export function commentsOf({ key, value }: Entry): string[] {
  return [...commentsIn(key), ...commentsIn(value)];
}

/** Puts comments above what stands above `node` already. */
export function addAbove(node: Node, comments: readonly string[]): void {
  if (comments.length === 0) return;
  node.commentBefore = [...comments, ...present(node.commentBefore)].join('\n');
}

/** Puts comments below what is in `node`, before those that stand there already. */
export function addBelow(node: Node, comments: readonly string[]): void {
  if (comments.length === 0) return;
  node.comment = [...comments, ...present(node.comment)].join('\n');
}

/** Whether a blank line stands above a key. */
export function hasBlankAbove(key: Node): boolean {
  return (key as { spaceBefore?: boolean }).spaceBefore === true;
}

export function setBlankAbove(key: Node, blank: boolean): void {
  (key as { spaceBefore?: boolean }).spaceBefore = blank;
}

function present(comment: string | null | undefined): string[] {
  return comment === null || comment === undefined ? [] : [comment];
}
