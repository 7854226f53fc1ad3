import type { Report } from './env-rules';
import { isGitUrl } from './git-url';
import type { BuildSpec } from './spec';
import { checkQuantity, checkWord, unlessEmpty } from './value-rules';

const BUILDERS = ['pack', 's2i', 'host'];

/** func's validateGit, and what its command line checks of a build on the cluster. */
export function checkBuild({ builder, git, pvcSize }: BuildSpec, report: Report): void {
  checkWord(unlessEmpty(builder), BUILDERS, ['build', 'builder'], report);
  checkQuantity(unlessEmpty(pvcSize), ['build', 'pvcSize'], ['256Mi', '1Gi'], report);
  const url = unlessEmpty(git?.url);
  if (url !== undefined && !isGitUrl(url)) {
    // The URL is not quoted: a password or a token may be in it.
    const todo =
      'Write it as "https://example.com/alice/hello.git" or "git@example.com:alice/hello.git".';
    report(['build', 'git', 'url'], 'build.git.url is not a URL that git knows', todo);
  }
}
