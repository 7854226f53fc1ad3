import { imageName, trimSlashes } from './image-name';

const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('imageName', () => {
  it.each([
    [{ image: 'quay.io/alice/hello' }, 'quay.io/alice/hello:latest'],
    [{ image: 'quay.io/alice/hello:v1' }, 'quay.io/alice/hello:v1'],
    [{ image: `quay.io/alice/hello@${DIGEST}` }, `quay.io/alice/hello@${DIGEST}`],
    [{ image: `quay.io/alice/hello:v1@${DIGEST}` }, `quay.io/alice/hello:v1@${DIGEST}`],
    [{ image: 'localhost:5000/hello' }, 'localhost:5000/hello:latest'],
    [{ image: 'localhost:5000/hello:v1' }, 'localhost:5000/hello:v1'],
    [{ image: 'hello' }, 'hello:latest'],
    [{ image: 'a/b', registry: 'quay.io/bob', name: 'c' }, 'a/b:latest'],
    [{ registry: 'alice', name: 'myfunc' }, 'alice/myfunc:latest'],
    [{ registry: 'alice/', name: 'myfunc' }, 'alice/myfunc:latest'],
    [{ registry: '//alice//', name: 'myfunc' }, 'alice/myfunc:latest'],
    [{ registry: 'quay.io/alice', name: 'myfunc' }, 'quay.io/alice/myfunc:latest'],
    [{ registry: 'docker.io/alice/sub', name: 'myfunc' }, 'docker.io/alice/sub/myfunc:latest'],
    [{ registry: 'localhost:5000', name: 'myfunc' }, 'localhost:5000/myfunc:latest'],
    [{ registry: 'quay.io/alice' }, 'quay.io/alice/folder:latest'],
    [{ registry: 'quay.io/alice', name: '' }, 'quay.io/alice/folder:latest'],
    [{ name: 'myfunc' }, 'myfunc:latest'],
    [{ registry: '', image: '' }, 'folder:latest'],
    [{}, 'folder:latest'],
  ])('%j is %s', (spec, expected) => {
    expect(imageName(spec, 'folder')).toBe(expected);
  });
});

describe('trimSlashes', () => {
  it.each([
    ['', ''],
    ['///', ''],
    ['a', 'a'],
    ['/a/b/', 'a/b'],
  ])('%j is %j', (text, expected) => {
    expect(trimSlashes(text)).toBe(expected);
  });
});
