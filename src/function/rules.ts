import { checkBuild } from './build-rules';
import { checkDeployment } from './deploy-rules';
import { isDuration } from './duration';
import type { Report } from './env-rules';
import { checkBuildEnvs, checkRunEnvs } from './env-rules';
import { trimSlashes } from './image-name';
import { isImageReference, isRegistry } from './reference';
import type { FunctionSpec } from './spec';
import { SPEC_VERSION } from './spec';
import { checkText, unlessEmpty, withoutCredentials } from './value-rules';
import { checkVolumes } from './volume-rules';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MAX_NAME = 63;

/** What func's YAML library takes as a time: RFC 3339, with a space, or a date alone. */
const CREATED =
  /^\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(([Tt]| +)\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?( *(Z|[-+]\d{1,2}(:\d{2})?))?)?$/;

/** As go-semver reads one; func ends with a crash at anything else. */
const VERSION = /^\d+\.\d+\.\d+(-[-.0-9A-Za-z]+)?(\+[-.0-9A-Za-z]+)?$/;

/** What a func.yaml must be besides having the right types. */
export function checkRules(spec: FunctionSpec, report: Report): void {
  checkVersion(spec, report);
  checkName(spec, report);
  checkReferences(spec, report);
  if (spec.created !== undefined && !CREATED.test(spec.created)) {
    const todo = 'Write it as 2024-05-31T12:00:00Z, or remove the line.';
    report(['created'], `"${spec.created}" is not a date and time`, todo);
  }
  checkBuild(spec.build ?? {}, report);
  checkBuildEnvs(spec.build?.buildEnvs ?? [], report);
  checkRunEnvs(spec.run?.envs ?? [], report);
  checkVolumes(spec.run?.volumes ?? [], report);
  checkStartTimeout(spec, report);
  checkKafka(spec, report);
  checkDeployment(spec, report);
}

function checkVersion({ specVersion }: FunctionSpec, report: Report): void {
  const expected = { noun: 'a version', todo: `Write it with three numbers: "${SPEC_VERSION}".` };
  checkText(specVersion, (text) => VERSION.test(text), ['specVersion'], expected, report);
}

/** The pattern of func's schema; the length of a DNS label, which the name becomes part of. */
function checkName({ name }: FunctionSpec, report: Report): void {
  if (name === undefined) return;
  if (!NAME.test(name)) {
    const todo = 'Use lower-case letters, digits and "-", beginning and ending without "-".';
    report(['name'], `"${name}" is not a name of a function`, todo);
  } else if (name.length > MAX_NAME) {
    const what = `the name has ${name.length} characters; the limit is ${MAX_NAME}`;
    report(['name'], what, 'Shorten it.');
  }
}

function checkReferences({ registry, image, build }: FunctionSpec, report: Report): void {
  if (registry !== undefined && !isRegistry(trimSlashes(registry))) {
    const todo = 'Write it as "quay.io/alice" or "localhost:5000".';
    report(['registry'], `"${withoutCredentials(registry)}" is not a registry`, todo);
  }
  if (image !== undefined && !isImageReference(image)) {
    const todo = 'Write it as "quay.io/alice/hello:latest", in lower case.';
    report(['image'], `"${withoutCredentials(image)}" is not a name of an image`, todo);
  }
  if (build?.baseImage !== undefined && !isImageReference(build.baseImage)) {
    const todo = 'Write it as "docker.io/library/python:3.13-slim", in lower case.';
    report(
      ['build', 'baseImage'],
      `"${withoutCredentials(build.baseImage)}" is not a name of an image`,
      todo,
    );
  }
}

function checkStartTimeout({ run }: FunctionSpec, report: Report): void {
  const expected = { noun: 'a duration', todo: 'Write it as "90s" or "1m30s".' };
  checkText(unlessEmpty(run?.startTimeout), isDuration, ['run', 'startTimeout'], expected, report);
}

/** func's validateKafka: only its Go middleware consumes a topic, and as CloudEvents. */
function checkKafka({ runtime, invoke, run }: FunctionSpec, report: Report): void {
  // Without a runtime (told already) nobody knows.
  if (run?.kafka === undefined || (runtime as string | undefined) === undefined) return;
  if (runtime !== 'go') {
    const what = `run.kafka needs the runtime go, not ${runtime}`;
    report(['run', 'kafka'], what, 'Remove run.kafka, or write the function in Go.');
  } else if (invoke !== 'cloudevent') {
    const todo = 'Add "invoke: cloudevent", or remove run.kafka.';
    report(['run', 'kafka'], 'run.kafka needs a function that takes CloudEvents', todo);
  }
}
