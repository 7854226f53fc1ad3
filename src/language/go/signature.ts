import { UserError } from '../../errors';
import { SourcePackage } from './source-package';
import type { SourceFile, PlacedFunction } from './source-package';
import { CLOUDEVENT_SIGNATURES, handleShape, HTTP_SIGNATURES } from './handle-shape';
import type { HandleShape } from './handle-shape';
import { findInstance } from './instance';
import { noSignature } from './no-signature';

/** How a function's package is started. */
export type Signature = MainSignature | FunctionSignature;

/** A whole program: it is compiled as it is, with no func-go around it. */
export interface MainSignature {
  readonly kind: 'main';
}

/** A package that func-go serves. */
export interface FunctionSignature {
  readonly kind: 'function';
  readonly packageName: string;
  /** `instanced`: what `New` returns has Handle. `static`: Handle is a function. */
  readonly style: 'instanced' | 'static';
  readonly invoke: 'http' | 'cloudevent';
  /** Handle takes a context before the response writer: `Handle(ctx, w, r)`. */
  readonly withContext: boolean;
  /** `New` returns (T, error). */
  readonly newHasError: boolean;
  readonly warnings: readonly string[];
}

/** What func.yaml says about `invoke`. */
interface Declared {
  readonly invoke: 'http' | 'cloudevent' | undefined;
  /** Where in func.yaml, for errors. */
  readonly where: string;
}

/**
 * Finds out which of func's signatures a Go function has: func's rules (pkg/scaffolding/detectors.go:
 * New or Handle, without a receiver), and in addition what would fail in the generated main.go or,
 * worse, when the image is started.
 *
 * @param files the Go files of the function's own folder that are compiled for the platform, without
 *   tests.
 * @param invoke what func.yaml says; undefined if nothing.
 * @param invokeWhere file, line and column of that, or the file alone.
 * @param root the function's folder, for errors.
 * @throws UserError if no signature, or more than one, can be found.
 */
export function detectSignature(
  files: readonly SourceFile[],
  invoke: 'http' | 'cloudevent' | undefined,
  invokeWhere: string,
  root: string,
): Signature {
  const pkg = new SourcePackage(files, root);
  if (pkg.name === 'main') return mainSignature(pkg, root);
  const [news] = pkg.plainFunctions('New');
  const [handle] = pkg.plainFunctions('Handle');
  const declared = { invoke, where: invokeWhere };
  if (news !== undefined && handle !== undefined) throw bothSignatures(news, handle, root);
  if (news !== undefined) return instanced(pkg, news, declared);
  if (handle !== undefined) return staticSignature(pkg, handle, declared);
  throw noSignature(pkg, root);
}

function mainSignature(pkg: SourcePackage, root: string): MainSignature {
  if (pkg.plainFunctions('main').length > 0) return { kind: 'main' };
  throw new UserError('package main has no func main', {
    where: root,
    todo:
      'Name the package "function" and give it a func New or a func Handle, or write a whole ' +
      'program with a func main.',
  });
}

function bothSignatures(news: PlacedFunction, handle: PlacedFunction, root: string): UserError {
  return new UserError(
    `both static and instanced signatures found: Handle (${handle.where}) and New (${news.where})`,
    {
      where: root,
      todo: 'Keep one of them: rename or delete the other, or make Handle a method of what New returns.',
    },
  );
}

function staticSignature(
  pkg: SourcePackage,
  handle: PlacedFunction,
  declared: Declared,
): FunctionSignature {
  const shape = handleShape(handle, pkg, declared.invoke === 'cloudevent');
  const { invoke, warnings } = chooseInvoke(handle, shape, declared);
  if (invoke === 'http') checkHttp(handle, shape);
  else checkCloudEvent(handle, shape);
  return {
    kind: 'function',
    packageName: pkg.name,
    style: 'static',
    invoke,
    withContext: shape.kind === 'http-context',
    newHasError: false,
    warnings,
  };
}

function instanced(
  pkg: SourcePackage,
  news: PlacedFunction,
  declared: Declared,
): FunctionSignature {
  const { handle, hasError } = findInstance(pkg, news, declared.invoke ?? 'http');
  const common = {
    kind: 'function',
    packageName: pkg.name,
    style: 'instanced',
    newHasError: hasError,
  } as const;
  if (handle === undefined) {
    return { ...common, invoke: declared.invoke ?? 'http', withContext: false, warnings: [] };
  }
  const shape = handleShape(handle, pkg, declared.invoke === 'cloudevent');
  const { invoke, warnings } = chooseInvoke(handle, shape, declared);
  if (invoke === 'http') {
    checkHttp(handle, shape);
    checkNoResults(handle, shape);
  } else {
    checkCloudEvent(handle, shape);
  }
  return { ...common, invoke, withContext: shape.kind === 'http-context', warnings };
}

/** func.yaml decides, unless it says nothing and Handle takes an event. */
function chooseInvoke(
  handle: PlacedFunction,
  shape: HandleShape,
  declared: Declared,
): Pick<FunctionSignature, 'invoke' | 'warnings'> {
  const { invoke, where } = declared;
  if (invoke === 'cloudevent' && shape.takesResponseWriter) {
    throw new UserError(
      `"invoke: cloudevent", but Handle (${handle.where}) is an HTTP handler: ${shape.text}`,
      {
        where,
        todo: `Remove the line, or change the function to ${CLOUDEVENT_SIGNATURES}.`,
      },
    );
  }
  if (!shape.takesEvent || invoke === 'cloudevent')
    return { invoke: invoke ?? 'http', warnings: [] };
  if (invoke === 'http') {
    throw new UserError(
      `"invoke: http", but Handle (${handle.where}) takes a CloudEvent: ${shape.text}`,
      { where, todo: `Write "invoke: cloudevent", or change the function to ${HTTP_SIGNATURES}.` },
    );
  }
  return {
    invoke: 'cloudevent',
    warnings: [
      `${where}: Handle (${handle.where}) takes a CloudEvent: add the line "invoke: cloudevent", without which func serves it as HTTP`,
    ],
  };
}

function checkHttp(handle: PlacedFunction, shape: HandleShape): void {
  if (shape.kind === 'http' || shape.kind === 'http-context') return;
  const hint =
    shape.kind === 'bare'
      ? ' If it is to receive CloudEvents, func.yaml says "invoke: cloudevent".'
      : '';
  throw new UserError(`${shape.text} cannot serve HTTP requests`, {
    where: handle.where,
    todo: `Change it to ${HTTP_SIGNATURES}; a context.Context before them is accepted too.${hint}`,
  });
}

/** The results of a function can be dropped; a method with results is not func-go's interface. */
function checkNoResults(handle: PlacedFunction, shape: HandleShape): void {
  if (!shape.hasResults) return;
  throw new UserError(`${shape.text} cannot serve HTTP requests: it returns something`, {
    where: handle.where,
    todo: `Change it to ${HTTP_SIGNATURES}, and report errors through w.`,
  });
}

function checkCloudEvent(handle: PlacedFunction, shape: HandleShape): void {
  if (shape.kind === 'cloudevent' || shape.kind === 'bare') return;
  throw new UserError(`${shape.text} cannot receive CloudEvents`, {
    where: handle.where,
    todo: `Change it to ${CLOUDEVENT_SIGNATURES}, with the Event of github.com/cloudevents/sdk-go/v2.`,
  });
}
