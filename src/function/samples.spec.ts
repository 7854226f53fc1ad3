import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../errors';
import { checkMigration } from '../testing/check-migration';
import { funcSchema, NO_SCHEMA } from '../testing/func-schema';

import { looksLikeKnative, parseFunction } from './func-yaml';
import { migrateFunction } from './write';

/** Real files of public repositories; beside the repository where it is developed. */
const SAMPLES = join(__dirname, '../../../shared/reference/func-yaml');

/** Files of Knative and of Boson that read, by their number. */
const READ = `
  001 003 005 007 009 011 013 015 017 019 021 023 025 027 029 031 033 035 037 039 041 043 045 047
  049 051 053 055 057 059 061 063 065 067 069 071 073 075 077 079 081 083 085 087 089 091 093 095
  097 099 101 103 105 107 109 111 113 115 117 121 123 125 127 129 131 133 135 137 139 141 143 145
  147 149 153 155 157 159 161 163 165 167 169 173 175 177 179 181 183 185 187 189
  500 501 502 503 504 505 506 507 510 511 512 513 514 515 516 517 519 520 521 522`;

/** Those that do not, and what is said first. */
const NOT_READ: Readonly<Record<string, string>> = {
  // A tutorial with places to fill in: "<your docker registry>".
  '151': '4:11: "<your docker registry>" is not a registry',
  '171': '1:1: the file is empty',
  // func's own tests of files that it must refuse.
  '508': '2:1: not valid YAML: Missing closing "quote',
  '509': '1:1: runtime is missing',
  '518': '1:1: name must be a string, but it is a list',
};

/** Files of other tools. Some have all that a function needs: what keeps them out is their look. */
const OTHERS_READ = '901 909 911 913 915 921 923 925 927';
const OTHERS_NOT_READ: Readonly<Record<string, string>> = {
  '903': '1:1: runtime is missing',
  '905': '1:1: runtime is missing',
  '907': '1:1: runtime is missing',
  '917': '1:1: runtime is missing',
  '919': '4:1: runtime is missing',
};

const BUILDER = '/build/builder must be equal to one of the allowed values';
const unknown = (...paths: string[]) => paths.map((path) => `${path} is not in the schema`);

/** What func's schema says against files that were migrated: all of it is in the file itself. */
const AGAINST_SCHEMA: Readonly<Record<string, readonly string[]>> = {
  // `builder: ""`, which func wrote itself
  ...Object.fromEntries(['025', '055', '125', '139', '141'].map((key) => [key, [BUILDER]])),
  '516': [...unknown('/build/envs'), BUILDER],
  // `labels: {}`
  '127': ['/deploy/labels must be array'],
  // Fields that no func knows, or that stand where it does not look.
  '105': unknown('/envs', '/buildEnvs'),
  '109': unknown('/deploy/nodeAffinity'),
  '111': unknown('/deploy/nodeAffinity'),
  '129': unknown('/build/strategy'),
  '137': unknown('/build/build', '/deploy/registry'),
  '175': unknown('/deploy/pvcSize'),
  '181': unknown('/deploy/nodeName'),
  '507': unknown('/builder'),
  '511': unknown('/builder'),
};

interface Sample {
  readonly number: string;
  readonly file: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

if (existsSync(SAMPLES)) describeSamples();
else {
  it('real files', () => {
    console.log('not run: needs ../shared/reference/func-yaml');
  });
}

function describeSamples(): void {
  const samples = readSamples();
  const isKnative = ({ kind }: Sample) => /^(knative|boson)/.test(kind);
  const read = new Set(`${READ} ${OTHERS_READ}`.trim().split(/\s+/));
  const reasons = { ...NOT_READ, ...OTHERS_NOT_READ };

  describe('real files', () => {
    it('are all in the tables', () => {
      const numbers = samples.map(({ number }) => number);
      expect(numbers).toHaveLength(131);
      expect([...read, ...Object.keys(reasons)].sort()).toEqual(numbers.sort());
    });

    it('of Knative and Boson read: nine of ten', () => {
      const knative = samples.filter(isKnative);
      const reading = knative.filter(({ bytes, file }) => !(failure(bytes, file) instanceof Error));
      console.log(`${reading.length} of ${knative.length} files of Knative and Boson read`);
      expect(reading.length).toBeGreaterThanOrEqual(knative.length * 0.9);
    });

    it.each(samples.filter(({ number }) => read.has(number)))('$file reads', ({ bytes }) => {
      checkMigration(bytes);
    });

    const known = funcSchema();
    it.each(samples.filter((sample) => isKnative(sample) && read.has(sample.number)))(
      "$file is migrated to what func's schema takes",
      ({ number, file, bytes }) => {
        if (known === undefined) {
          console.log(NO_SCHEMA);
          return;
        }
        const { text } = migrateFunction(bytes, file, new Date(0));
        expect(known.errorsOf(text)).toEqual(AGAINST_SCHEMA[number] ?? []);
      },
    );

    it.each(samples.filter(({ number }) => number in reasons))('$file does not', (sample) => {
      const error = failure(sample.bytes, sample.file);
      expect(error).toBeInstanceOf(UserError);
      const [first] = (error as Error).message.split('\n');
      expect(first).toBe(`${sample.file}:${reasons[sample.number] ?? ''}`);
    });

    it.each(samples)('$file looks like what it is', (sample) => {
      expect(looksLikeKnative(sample.bytes.toString())).toBe(isKnative(sample));
    });
  });
}

function readSamples(): Sample[] {
  const [, ...lines] = readFileSync(join(SAMPLES, 'INDEX.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', , , , , , kind = ''] = line.split('\t');
    return { number: file.slice(0, 3), file, kind, bytes: readFileSync(join(SAMPLES, file)) };
  });
}

function failure(bytes: Buffer, file: string): unknown {
  try {
    return parseFunction(bytes, file);
  } catch (error) {
    return error;
  }
}
