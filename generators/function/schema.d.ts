export interface FunctionGeneratorSchema {
  directory: string;
  name?: string;
  runtime?: string;
  template?: string;
  registry?: string;
  namespace?: string;
  tags?: string;
  templates?: string;
  skipFormat?: boolean;
}
