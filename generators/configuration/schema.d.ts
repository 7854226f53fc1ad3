export interface ConfigurationGeneratorSchema {
  project?: string;
  runtime?: string;
  invoke?: 'http' | 'cloudevent';
  name?: string;
  registry?: string;
  namespace?: string;
  migrate?: boolean;
  skipFormat?: boolean;
}
