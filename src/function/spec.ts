/**
 * func.yaml as Knative func writes it at specVersion 0.36.0 (schema/func_yaml-schema.json of
 * knative/func). Every field of that schema, nothing else. A field is optional where a file that
 * was written by hand may lack it; an empty string that means "not set" to func is absent here.
 */

/** The version of func.yaml that these types describe: func's newest migration. */
export const SPEC_VERSION = '0.36.0';

/** How a function is called: plain HTTP requests, or CloudEvents. Absent means `http`. */
export type Invoke = 'http' | 'cloudevent';

/** The whole file. */
export interface FunctionSpec {
  /** The highest migration that was applied, a semver. func requires it. */
  readonly specVersion?: string;
  /** `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 characters. func: the name of the folder. */
  readonly name?: string;
  /** The domain of the function's route; the cluster's default if absent. */
  readonly domain?: string;
  /** The language: go, node, typescript, python, rust, quarkus, springboot, or a custom one. */
  readonly runtime: string;
  /** `[registry]/[user]`; with the name it gives the image's name. */
  readonly registry?: string;
  /** Talk to the registry without TLS verification. */
  readonly registryInsecure?: boolean;
  /** The whole name of the image; overrules registry and name. */
  readonly image?: string;
  /** The namespace to deploy to. */
  readonly namespace?: string;
  /** The deployer that is asked for: knative, raw or keda. */
  readonly deployer?: string;
  /** When func created the function: a YAML 1.1 timestamp, in func's own files RFC 3339. */
  readonly created?: string;
  /** Absent is http. */
  readonly invoke?: Invoke;
  readonly build?: BuildSpec;
  readonly run?: RunSpec;
  readonly deploy?: DeploySpec;
}

/**
 * One environment variable. `name` and `value` together, or in `run.envs` a value alone
 * (`{{ secret:NAME }}`, `{{ configMap:NAME }}`), which stands for all keys of that object.
 */
export interface Env {
  readonly name?: string;
  /** A literal, or a reference `{{ ... }}` that is resolved later. May be empty. */
  readonly value?: string;
}

/** How the image is built. */
export interface BuildSpec {
  readonly git?: Git;
  /** Builder image for each builder (`pack`, `s2i`). */
  readonly builderImages?: Readonly<Record<string, string>>;
  readonly buildpacks?: readonly string[];
  /** pack, s2i or host. The official schema lacks `host`, which func itself writes. */
  readonly builder?: string;
  /** Environment of the build: literals and `{{ env:NAME }}`. */
  readonly buildEnvs?: readonly Env[];
  /** Size of the volume of a build on the cluster, a Kubernetes quantity. */
  readonly pvcSize?: string;
  readonly remoteStorageClass?: string;
  /** The image to build upon (host builder only). */
  readonly baseImage?: string;
  /** Mounts while building (pack and s2i only). */
  readonly volumes?: readonly Mount[];
}

/** Where the source comes from in a build on the cluster. */
export interface Git {
  readonly url?: string;
  readonly revision?: string;
  readonly contextDir?: string;
}

/** A folder of the machine that a build sees. */
export interface Mount {
  readonly hostPath: string;
  readonly path: string;
}

/** How the function runs. */
export interface RunSpec {
  readonly volumes?: readonly Volume[];
  readonly envs?: readonly Env[];
  /** A Go duration (`1m30s`), or a number of nanoseconds, as text. */
  readonly startTimeout?: string;
  readonly kafka?: Kafka;
}

/** What is mounted at `path`: exactly one of the four others (checked by the deployer). */
export interface Volume {
  /** Absolute. */
  readonly path: string;
  readonly secret?: string;
  readonly configMap?: string;
  readonly persistentVolumeClaim?: PersistentVolumeClaim;
  readonly emptyDir?: EmptyDir;
}

export interface PersistentVolumeClaim {
  readonly claimName?: string;
  readonly readOnly?: boolean;
}

export interface EmptyDir {
  /** Empty or `Memory`. */
  readonly medium?: string;
  /** A Kubernetes quantity. */
  readonly sizeLimit?: string;
}

/** A Kafka topic as the source of events; Go with CloudEvents only. All three are not empty. */
export interface Kafka {
  /** Addresses, separated by commas. */
  readonly brokers: string;
  readonly topic: string;
  readonly consumerGroup: string;
}

/** How the function is deployed: nothing of it reaches the image. */
export interface DeploySpec {
  readonly namespace?: string;
  /** The image that was deployed, with its digest. */
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly options?: Options;
  /** Labels of the Kubernetes objects. */
  readonly labels?: readonly Label[];
  readonly healthEndpoints?: HealthEndpoints;
  readonly serviceAccountName?: string;
  readonly imagePullSecret?: string;
  /** The deployer that the function is deployed with now. */
  readonly deployer?: string;
  readonly subscriptions?: readonly Subscription[];
  readonly managementDisabled?: boolean;
}

export interface Label {
  readonly key: string;
  /** A literal or `{{ env:NAME }}`. */
  readonly value?: string;
}

/** HTTP paths on port 8080. */
export interface HealthEndpoints {
  readonly liveness?: string;
  readonly readiness?: string;
}

export interface Subscription {
  readonly source: string;
  readonly filters?: Readonly<Record<string, string>>;
}

export interface Options {
  readonly scale?: Scale;
  readonly resources?: Resources;
}

export interface Scale {
  readonly min?: number;
  readonly max?: number;
  /** concurrency or rps. */
  readonly metric?: string;
  readonly target?: number;
  /** Percent. */
  readonly utilization?: number;
}

/** Kubernetes quantities, as text. */
export interface Resources {
  readonly requests?: Requests;
  readonly limits?: Limits;
}

export interface Requests {
  readonly cpu?: string;
  readonly memory?: string;
}

export interface Limits extends Requests {
  /** Requests at one time. */
  readonly concurrency?: number;
}
