/** Before each spec: the builds of tests share nothing with the builds of whoever runs them. */
import { join } from 'node:path';

const worker = process.env['JEST_WORKER_ID'] ?? '1';
process.env['NX_FUNC_CACHE'] = join(__dirname, '..', '..', 'tmp', 'unit-store', worker);
