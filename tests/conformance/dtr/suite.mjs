// The payer suite of the DTR test kit, step by step: a static form, then an adaptive one.
import * as is from './assertions.mjs';
import { answered, packageRequest, coverage, spine } from './client.mjs';

const mostTurns = 40;

/** found: {standard, shell, completed} for the steps beyond the kit. */
export async function runSuite(session, client) {
  const found = {};
  await packageSteps(session, client, found, { number: '1', kind: 'standard', parts: { order: spine() } });
  const adaptive = () => `${found.standard?.url}-adaptive`;
  await packageSteps(session, client, found, { number: '2', kind: 'shell', parts: { order: spine(), get questionnaire() { return adaptive(); } } });
  await nextQuestions(session, client, found);
  return found;
}

async function packageSteps(session, client, found, { number, kind, parts }) {
  let bundles = [];
  const step = (at, id, test, options) => session.step(`${number}.${at}`, `dtr_${kind}_${id}`, test, options);
  const each = (test) => {
    if (bundles.length === 0) throw new is.Skipped('no package to look at');
    return bundles.map(test).join('; ');
  };
  await step('01', 'tester_is_ready', () => 'nobody has to confirm', { input: true });
  await step('02', 'request_is_valid', () => {
    const request = packageRequest({ coverage: coverage(), ...parts });
    is.must(request.parameter.some((one) => ['order', 'questionnaire', 'context'].includes(one.name)), 'no order, questionnaire or context');
    return request.parameter.map((one) => one.name).join(', ');
  }, { input: true });
  await step('03', 'package_comes', async () => {
    const answer = await client.package(parts);
    bundles = is.packagesOf(is.isOk(answer, [200, 201])).bundles;
    is.must(bundles.length > 0, 'no bundle');
    bundles.forEach((one, index) => session.keep(one, 'package', `${number}-package-${index + 1}`));
    found[kind] = is.resourcesOf(bundles[0], 'Questionnaire')[0];
    found[`${kind}Bundle`] = bundles[0];
    return `${answer.status} in ${answer.ms} ms, ${answer.body.resourceType}`;
  });
  await step('04', 'libraries_are_complete', () => each(is.librariesHold));
  await step('05', 'population_is_valid', () => each((one) => is.populationHolds(is.resourcesOf(one, 'Questionnaire')[0], is.resourcesOf(one, 'Library'), session.version)));
  await step('06', 'item_expressions_are_valid', () => each((one) => is.itemExpressionsHold(is.resourcesOf(one, 'Questionnaire')[0], is.resourcesOf(one, 'Library'))));
  if (kind === 'standard') return;
  await step('07', 'bundles_are_valid', () => each((one) => is.packageHolds(one).url));
  await step('08', 'form_is_valid', () => each((one) => is.shellHolds(is.resourcesOf(one, 'Questionnaire')[0], client.base)));
}

async function nextQuestions(session, client, found) {
  let response;
  const times = [];
  const forms = [];
  await session.step('2.09', 'dtr_next_question_request_is_valid', () => {
    if (!found.shell) throw new is.Skipped('no adaptive form');
    response = client.beginning(found.shell);
    return `answers ${response.contained[0].derivedFrom[0]}`;
  }, { input: true });
  await session.step('2.10', 'dtr_next_question_answers', async () => {
    if (!response) throw new is.Skipped('no adaptive form');
    for (let turn = 0; turn < mostTurns && response.status !== 'completed'; turn += 1) {
      const answer = await client.next(response);
      times.push(answer.ms);
      response = is.isOk(answer, [200, 202]);
      is.must(response.resourceType === 'QuestionnaireResponse', `the body is a ${response.resourceType}`);
      session.keep(response, 'next-question', `2-turn-${turn + 1}`);
      forms.push(response.contained?.find((one) => one.resourceType === 'Questionnaire'));
      if (response.status !== 'completed') {
        const said = answered(response);
        is.must(said.count > 0, 'nothing new is asked and it is not completed');
        response = said.response;
      }
    }
    return times.map((one) => `${one} ms`).join(', ');
  });
  await session.step('2.11', 'dtr_contained_form_is_valid', () => {
    if (forms.length === 0) throw new is.Skipped('no answer to look at');
    for (const form of forms) {
      is.must(form?.derivedFrom?.length === 1 && form.title, 'the contained form has no title or does not say what it is derived from');
      is.must((form.extension ?? []).some((one) => one.url === is.url.adaptive), 'questionnaireAdaptive is missing');
      for (const item of is.itemsOf(form)) is.must(item.text && !item.enableWhen, `${item.linkId}: no text, or enableWhen`);
    }
    return `${forms.map((one) => is.itemsOf(one).length).join(', ')} items`;
  });
  await session.step('2.12', 'dtr_contained_expressions_are_valid', () => {
    if (forms.length === 0) throw new is.Skipped('no answer to look at');
    return is.itemExpressionsHold(forms.at(-1), is.resourcesOf(found.shellBundle, 'Library'));
  });
  await session.step('2.13', 'dtr_a_response_is_completed', () => {
    if (!response) throw new is.Skipped('no adaptive form');
    is.must(response.status === 'completed', `status ${response.status} after ${times.length} turns`);
    found.completed = response;
    found.times = times;
    return `${times.length} turns`;
  });
}

