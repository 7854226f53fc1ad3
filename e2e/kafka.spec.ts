/** A function that takes its events from Kafka: it starts, and wants a broker. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkspace, describeImages, type Container, type Workspace } from './support';
import { expectImage, startImage } from './support/expect';
import {
  EVENT_HANDLE,
  EVENT_NEW,
  INVOKE_CLOUDEVENT,
  REQUIRE_CLOUDEVENTS,
  goFunction,
} from './support/functions';

const YAML = `${INVOKE_CLOUDEVENT}run:
  kafka:
    brokers: 127.0.0.1:1
    topic: stories
    consumerGroup: readers
`;

/** What a deployer sets, of what func.yaml says. Nothing listens on port 1. */
const ENVIRONMENT = {
  FUNC_TRANSPORT: 'kafka',
  KAFKA_BROKERS: '127.0.0.1:1',
  KAFKA_TOPIC: 'stories',
  KAFKA_CONSUMER_GROUP: 'readers',
};

const WAIT_SECONDS = 20;

async function waitForLog(container: Container, text: string): Promise<void> {
  const deadline = Date.now() + WAIT_SECONDS * 1000;
  while (!container.logs().includes(text)) {
    if (Date.now() > deadline) {
      throw new Error(`waited ${WAIT_SECONDS} s for ${text} in:\n${container.logs()}`);
    }
    await sleep(20);
  }
}

describeImages('a function with a Kafka topic', () => {
  let workspace: Workspace;
  const layout = (name: string): string => workspace.path(name, '.func/build/oci');

  beforeAll(async () => {
    const parts = { yaml: YAML, goMod: REQUIRE_CLOUDEVENTS };
    workspace = await createWorkspace({
      files: {
        ...goFunction('kafka-new', EVENT_NEW, parts),
        ...goFunction('kafka-handle', EVENT_HANDLE, parts),
      },
    });
    await workspace.mustNx(['run-many', '-t', 'containerize']);
  });

  it.each(['kafka-new', 'kafka-handle'])('%s runs until it wants a broker', async (name) => {
    await expectImage(layout(name));
    const container = await startImage(layout(name), { env: ENVIRONMENT, ready: false });
    await waitForLog(container, '"connecting to kafka"');
    expect(container.logs()).toContain('"brokers":["127.0.0.1:1"],"topic":"stories"');
    const { exitCode } = await container.ended();
    expect(exitCode).toBe(1);
    expect(container.logs()).toMatch(/kafka: client has run out of available brokers/);
    expect(container.logs()).not.toMatch(/panic|goroutine/);
  });

  it('serves HTTP unless it is told to', async () => {
    const container = await startImage(layout('kafka-new'), { ready: '/health/readiness' });
    expect(await container.get('/health/readiness')).toMatchObject({ status: 200 });
  });
});
