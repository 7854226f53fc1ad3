import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginVersion } from './version';

describe('pluginVersion', () => {
  it('is that of package.json', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
    expect(pluginVersion()).toBe((JSON.parse(text) as { version: string }).version);
    expect(pluginVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
