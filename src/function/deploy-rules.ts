import type { Report } from './env-rules';
import { isReference, localEnvName } from './env-syntax';
import {
  isDns1035Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
} from './kubernetes-names';
import type { DeploySpec, FunctionSpec, Label, Resources, Scale } from './spec';
import { checkQuantity, checkText, checkWord, pathText, unlessEmpty } from './value-rules';

/** What is particular to where a function runs, and never reaches its image. */

const DEPLOYERS = ['knative', 'raw', 'keda'];
const METRICS = ['concurrency', 'rps'];

const DOMAIN = { noun: 'a DNS name', todo: 'Write it as "hello.example.com", in lower case.' };

const NAMESPACE = {
  noun: 'a name of a namespace',
  todo: 'Use at most 63 lower-case letters, digits and "-", a letter first and no "-" last.',
};

const LABEL_KEY = {
  noun: 'a key of a label',
  todo:
    'Use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; ' +
    'before it may be a DNS name and "/": "example.com/team".',
};

/** func's validateOptions and ValidateLabels, and what its command line checks. */
export function checkDeployment(spec: FunctionSpec, report: Report): void {
  const { domain, namespace, deployer, deploy = {} } = spec;
  checkText(unlessEmpty(domain), isDns1123Subdomain, ['domain'], DOMAIN, report);
  checkText(unlessEmpty(namespace), isDns1035Label, ['namespace'], NAMESPACE, report);
  checkWord(unlessEmpty(deployer), DEPLOYERS, ['deployer'], report);
  checkWord(unlessEmpty(deploy.deployer), DEPLOYERS, ['deploy', 'deployer'], report);
  // The one of an old file is in both places.
  if (deploy.namespace !== namespace) {
    const path = ['deploy', 'namespace'];
    checkText(unlessEmpty(deploy.namespace), isDns1035Label, path, NAMESPACE, report);
  }
  checkOptions(deploy, report);
  checkLabels(deploy.labels ?? [], report);
}

function checkOptions({ options }: DeploySpec, report: Report): void {
  checkScale(options?.scale ?? {}, report);
  checkResources(options?.resources ?? {}, report);
}

function checkScale(scale: Scale, report: Report): void {
  const at = ['deploy', 'options', 'scale'];
  const minIsCount = checkCount(scale.min, [...at, 'min'], report);
  const maxIsCount = checkCount(scale.max, [...at, 'max'], report);
  const { min, max, target, utilization } = scale;
  // Knative takes a max of 0 as no limit; func refuses it beside a min, and so does this.
  if (minIsCount && maxIsCount && min !== undefined && max !== undefined && max < min) {
    const what = `${pathText(at)}.max is ${max}, less than the min of ${min}`;
    report([...at, 'max'], what, 'Raise max, lower min, or remove max: then there is no limit.');
  }
  checkWord(scale.metric, METRICS, [...at, 'metric'], report);
  if (target !== undefined && !(target >= 0.01 && Number.isFinite(target))) {
    const what = `${pathText(at)}.target must be at least 0.01, not ${target}`;
    report([...at, 'target'], what, 'Write how much one instance takes: "target: 100".');
  }
  if (utilization !== undefined && !(utilization >= 1 && utilization <= 100)) {
    const what = `${pathText(at)}.utilization must be from 1 to 100, not ${utilization}`;
    report([...at, 'utilization'], what, 'Write percent: "utilization: 70".');
  }
}

/** @returns whether it is an integer from 0; also if there is none. */
function checkCount(value: number | undefined, path: readonly string[], report: Report): boolean {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return true;
  const what = `${pathText(path)} must be an integer of at least 0, not ${value}`;
  report(path, what, 'Write 0 or more, without a fraction.');
  return false;
}

function checkResources({ requests = {}, limits = {} }: Resources, report: Report): void {
  const at = ['deploy', 'options', 'resources'];
  for (const [name, { cpu, memory }] of Object.entries({ requests, limits })) {
    checkQuantity(cpu, [...at, name, 'cpu'], ['500m', '2'], report);
    checkQuantity(memory, [...at, name, 'memory'], ['256Mi', '1Gi'], report);
  }
  checkCount(limits.concurrency, [...at, 'limits', 'concurrency'], report);
}

function checkLabels(labels: readonly Label[], report: Report): void {
  for (const [index, item] of (labels as readonly (Partial<Label> | undefined)[]).entries()) {
    const at = ['deploy', 'labels', index];
    checkText(item?.key, isQualifiedName, [...at, 'key'], LABEL_KEY, report);
    checkLabelValue(item?.value, [...at, 'value'], report);
  }
}

/** A variable is looked up at deploy time, and its value checked there. */
function checkLabelValue(
  value: string | undefined,
  path: readonly (string | number)[],
  report: Report,
): void {
  if (value === undefined) return;
  if (isReference(value)) {
    if (localEnvName(value) !== undefined) return;
    report(path, `${pathText(path)} has a malformed reference`, 'Write {{ env:NAME }}.');
  } else if (!isLabelValue(value)) {
    // It is not quoted: what was to be a reference may be the value itself.
    const what = `${pathText(path)} is not a value of a label`;
    const todo =
      'Use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends, ' +
      'or write {{ env:NAME }}.';
    report(path, what, todo);
  }
}
