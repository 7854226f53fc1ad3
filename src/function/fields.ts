import type { FunctionSpec } from './spec';

/**
 * What becomes of a field. `image`: it decides the image. `deployment`: it is checked, and left to the
 * tools that deploy. `unused`: other builders of func use it; a build on the host does not.
 */
export type FieldUse = 'image' | 'deployment' | 'unused';

/** One field of func.yaml, as the docs and the notices tell of it. */
export interface Field {
  readonly use: FieldUse;
  /** What it is, in a few words. */
  readonly about: string;
  /** What is checked beside its type; absent: nothing. */
  readonly checked?: string;
}

/** Path of each value in T: `run.envs[].name`. A list of texts or a mapping of texts is one value. */
type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]-?: PathsOf<NonNullable<T[K]>, `${Prefix}${K}`>;
}[keyof T & string];

type PathsOf<T, Path extends string> = T extends readonly (infer Item)[]
  ? Item extends string
    ? Path
    : Paths<Item, `${Path}[].`>
  : T extends object
    ? string extends keyof T
      ? Path
      : Paths<T, `${Path}.`>
    : Path;

/** The path of a value in func.yaml, `[]` standing for any index. */
export type FieldPath = Paths<FunctionSpec>;

const QUANTITY = 'a Kubernetes quantity';

/** Every field at specVersion 0.36.0, in the order in which func writes them. */
export const FIELDS: Readonly<Record<FieldPath, Field>> = {
  specVersion: {
    use: 'image',
    about: 'version of the format; an older file is migrated when it is read',
    checked: 'a version such as 0.36.0',
  },
  name: {
    use: 'image',
    about: 'name of the function, and of the image where there is no `image`; default: the folder',
    checked: '`[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 characters',
  },
  domain: {
    use: 'deployment',
    about: 'domain of the route',
    checked: 'a DNS name',
  },
  runtime: {
    use: 'image',
    about: 'language of the function',
    checked: 'required; a runtime with a builder',
  },
  registry: {
    use: 'image',
    about: 'registry and user; with the name it gives the name of the image',
    checked: 'the grammar of image references',
  },
  registryInsecure: { use: 'deployment', about: 'no verification of the TLS of the registry' },
  image: {
    use: 'image',
    about: 'whole name of the image; overrules `registry` and `name`',
    checked: 'the grammar of image references',
  },
  namespace: {
    use: 'deployment',
    about: 'namespace to deploy to',
    checked: 'a DNS label',
  },
  deployer: {
    use: 'deployment',
    about: 'deployer that is asked for',
    checked: 'knative, raw or keda',
  },
  created: {
    use: 'deployment',
    about: 'when func created the function; func asks for it',
    checked: 'a date, or date and time',
  },
  invoke: {
    use: 'image',
    about: 'how the function is called; default http',
    checked: 'http or cloudevent',
  },
  'build.git.url': {
    use: 'unused',
    about: 'repository of a build on the cluster',
    checked: 'a URL that git knows',
  },
  'build.git.revision': { use: 'unused', about: 'revision of a build on the cluster' },
  'build.git.contextDir': { use: 'unused', about: 'folder of a build on the cluster' },
  'build.builderImages': { use: 'unused', about: 'builder images of pack and s2i' },
  'build.buildpacks': { use: 'unused', about: 'buildpacks of pack' },
  'build.builder': {
    use: 'unused',
    about: "builder of func's own build; nx-func always builds on the host",
    checked: 'pack, s2i or host',
  },
  'build.buildEnvs[].name': {
    use: 'image',
    about: 'variable of the build',
    checked: 'required; a name of a variable, each once',
  },
  'build.buildEnvs[].value': {
    use: 'image',
    about: 'its value',
    checked: 'a literal or `{{ env:NAME }}`',
  },
  'build.pvcSize': {
    use: 'unused',
    about: 'size of the volume of a build on the cluster',
    checked: QUANTITY,
  },
  'build.remoteStorageClass': {
    use: 'unused',
    about: 'storage class of the volume of a build on the cluster',
  },
  'build.baseImage': {
    use: 'image',
    about: 'image to build upon',
    checked: 'the grammar of image references',
  },
  'build.volumes[].hostPath': {
    use: 'unused',
    about: 'folder of this machine that pack and s2i mount',
    checked: 'required',
  },
  'build.volumes[].path': {
    use: 'unused',
    about: 'where they mount it',
    checked: 'required',
  },
  'run.volumes[].path': {
    use: 'image',
    about: 'where a volume is mounted; a volume of the image, too',
    checked: 'required; absolute, each once',
  },
  'run.volumes[].secret': {
    use: 'deployment',
    about: 'secret to mount',
    checked: 'exactly one of secret, configMap, persistentVolumeClaim and emptyDir',
  },
  'run.volumes[].configMap': {
    use: 'deployment',
    about: 'config map to mount',
    checked: 'as above',
  },
  'run.volumes[].persistentVolumeClaim.claimName': {
    use: 'deployment',
    about: 'claim to mount',
    checked: 'required',
  },
  'run.volumes[].persistentVolumeClaim.readOnly': {
    use: 'deployment',
    about: 'mount it read-only',
  },
  'run.volumes[].emptyDir.medium': {
    use: 'deployment',
    about: 'storage of an empty folder',
    checked: 'empty or Memory',
  },
  'run.volumes[].emptyDir.sizeLimit': {
    use: 'deployment',
    about: 'its limit',
    checked: QUANTITY,
  },
  'run.envs[].name': {
    use: 'image',
    about: 'variable of the function',
    checked: 'a name of a variable, each once; none for all keys of a secret or config map',
  },
  'run.envs[].value': {
    use: 'image',
    about: 'a literal is baked into the image; a reference is left to the deployment',
    checked:
      'a literal, `{{ env:NAME }}`, `{{ secret:NAME:KEY }}`, `{{ configMap:NAME:KEY }}`; without a name `{{ secret:NAME }}` or `{{ configMap:NAME }}`',
  },
  'run.startTimeout': {
    use: 'deployment',
    about: 'how long `func run` waits for the function',
    checked: 'a duration such as 1m30s, or nanoseconds',
  },
  'run.kafka.brokers': {
    use: 'deployment',
    about: 'brokers of the topic that the function consumes',
    checked: 'required; runtime go and invoke cloudevent',
  },
  'run.kafka.topic': { use: 'deployment', about: 'the topic', checked: 'required' },
  'run.kafka.consumerGroup': {
    use: 'deployment',
    about: 'the consumer group',
    checked: 'required',
  },
  'deploy.namespace': {
    use: 'deployment',
    about: 'namespace that it is deployed to now',
    checked: 'a DNS label',
  },
  'deploy.image': { use: 'deployment', about: 'image that is deployed now, with its digest' },
  'deploy.annotations': { use: 'deployment', about: 'annotations of the Kubernetes objects' },
  'deploy.options.scale.min': {
    use: 'deployment',
    about: 'least number of replicas',
    checked: 'an integer, at least 0',
  },
  'deploy.options.scale.max': {
    use: 'deployment',
    about: 'greatest number of replicas',
    checked: 'an integer, at least 0 and at least min',
  },
  'deploy.options.scale.metric': {
    use: 'deployment',
    about: 'what the autoscaler looks at',
    checked: 'concurrency or rps',
  },
  'deploy.options.scale.target': {
    use: 'deployment',
    about: 'value of the metric to aim at',
    checked: 'at least 0.01',
  },
  'deploy.options.scale.utilization': {
    use: 'deployment',
    about: 'percent of the target to fill',
    checked: '1 to 100',
  },
  'deploy.options.resources.requests.cpu': {
    use: 'deployment',
    about: 'CPU that is asked for',
    checked: QUANTITY,
  },
  'deploy.options.resources.requests.memory': {
    use: 'deployment',
    about: 'memory that is asked for',
    checked: QUANTITY,
  },
  'deploy.options.resources.limits.cpu': {
    use: 'deployment',
    about: 'most CPU',
    checked: QUANTITY,
  },
  'deploy.options.resources.limits.memory': {
    use: 'deployment',
    about: 'most memory',
    checked: QUANTITY,
  },
  'deploy.options.resources.limits.concurrency': {
    use: 'deployment',
    about: 'most requests at one time',
    checked: 'an integer, at least 0',
  },
  'deploy.labels[].key': {
    use: 'deployment',
    about: 'label of the Kubernetes objects',
    checked: 'required; a qualified name',
  },
  'deploy.labels[].value': {
    use: 'deployment',
    about: 'its value',
    checked: 'a value of a label, or `{{ env:NAME }}`',
  },
  'deploy.healthEndpoints.liveness': {
    use: 'deployment',
    about: 'path of the liveness probe',
  },
  'deploy.healthEndpoints.readiness': {
    use: 'deployment',
    about: 'path of the readiness probe',
  },
  'deploy.serviceAccountName': { use: 'deployment', about: 'service account of the function' },
  'deploy.imagePullSecret': {
    use: 'deployment',
    about: 'secret for pulling the image',
  },
  'deploy.deployer': {
    use: 'deployment',
    about: 'deployer that it is deployed with now',
    checked: 'knative, raw or keda',
  },
  'deploy.subscriptions[].source': {
    use: 'deployment',
    about: 'broker to take events from',
    checked: 'required',
  },
  'deploy.subscriptions[].filters': {
    use: 'deployment',
    about: 'attributes of the events to take',
  },
  'deploy.managementDisabled': {
    use: 'deployment',
    about: 'no Function object for the operator',
  },
};
