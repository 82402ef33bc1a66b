import type { StepTexts } from './step.ts'

export const en: StepTexts = {
  account: {
    title: 'Log in to Paysera',
    reason: 'Paysera collects payments only for a person or company whose identity it has checked.',
    todo: [
      'Open www.paysera.com in a browser on a computer and log in. The phone app does not have all the settings.',
      'If your company has no account yet, open one and finish the identification.',
      'Switch the site to English: the names in this guide are those of the English screens.',
    ],
    done: 'You see your company’s account with the menu on the left.',
  },
  service: {
    title: 'Order payment collection',
    reason: 'Without this service Paysera does not let you add a project.',
    todo: [
      'Press “Settings” → “Profile settings” → “Service management” → “Change”.',
      'Find “Online payment collection via e-banking and other systems” and press “Order”.',
      'Do you want to take cards too? Order card collection later, when the project is approved.',
    ],
    done: 'The service is shown as ordered.',
  },
  project: {
    title: 'Add a project',
    reason: 'A project is your shop as Paysera knows it: the money of your payers comes in through it.',
    todo: [
      'Press “Projects and activities” → “My projects” → “Add a new project”.',
      'Choose “I will use a platform”. If Kvit is in the list, pick it and press “Add”: the address fills itself in.',
      'If it is not, choose “I will enter the project address myself” and enter the address at which your pay links open.',
      'If Paysera shows a code that confirms the address, pass it to the person who runs that site: it belongs in the head of its page.',
    ],
    done: 'The form of the project shows the address.',
  },
  description: {
    title: 'Describe what you sell',
    reason: 'The reviewer and the payers’ banks read this to understand what is being paid for.',
    todo: [
      'Under “Service description”, choose the language of the description.',
      'Enter the project name: the one your customers know you by.',
      'Paste the description below and replace what stands in brackets.',
      'If you sell goods, paste the delivery and refund terms as well.',
    ],
    done: 'Name and description are filled in, and for goods both terms too.',
    paste: [
      { label: 'Service description', text: 'We sell [what you sell]. The customer receives an invoice by e-mail and pays it through the link or the button in it. Invoices and payments are handled in the Kvit system.' },
      { label: 'Delivery terms', text: 'We deliver within [3] working days after payment to the address the customer has given, by [courier or parcel locker]. Delivery costs [price] and is shown on the invoice.' },
      { label: 'Refund terms', text: 'The customer may return the goods within 14 days of receiving them, unused, without giving a reason. We refund the full price to the account the payment came from within 14 days of the notice.' },
    ],
  },
  contacts: {
    title: 'Give the contacts payers will see',
    reason: 'Paysera sends them to every payer in the letter that confirms the payment.',
    todo: [
      'Under “Contact information”, enter a phone number that someone answers.',
      'Enter an e-mail address that someone reads.',
    ],
    done: 'Phone number and e-mail address are filled in.',
  },
  review: {
    title: 'Submit the project for review',
    reason: 'Real payments are possible only once Paysera has approved the project.',
    todo: [
      'Press “Save project”.',
      'Press “Submit for review”.',
      'Go on with the next steps: test payments work while Paysera reviews.',
      'If Paysera asks for corrections, make them and submit the project again.',
    ],
    done: 'Paysera answers by e-mail, usually within 48 hours.',
  },
  test_switch: {
    title: 'Allow test payments',
    reason: 'A test payment shows that everything works, and no money moves.',
    todo: [
      'Press “Projects and activities” → “My projects” → “Project settings”.',
      'Open “Payment collection service settings”.',
      'Allow test payments and save.',
    ],
    done: 'The setting stays on after you open the page again.',
  },
  callback: {
    title: 'Compare the addresses',
    reason: 'Paysera reports every payment to this address. Without the report Kvit does not learn of the money.',
    todo: [
      'Copy the address shown here.',
      'Compare its domain with the address of your project at Paysera: they must be the same.',
      'You need not enter it anywhere else: Kvit sends it along with every payment.',
    ],
    done: 'Both domains are the same. If they are not, Paysera shows payers the error 0x13.',
  },
  credentials: {
    title: 'Enter the project ID and password',
    reason: 'With them Kvit signs your payments and recognises genuine reports.',
    todo: [
      'Copy the project ID from the list under “My projects”.',
      'Copy the password from “Project settings” → “General project settings”.',
      'Enter both here and save.',
      'Your programmer can do this without your login: give him the right “Change technical parameters of the project” under “Administration rights”.',
    ],
    done: 'Kvit stores the password encrypted and never shows it again.',
  },
  test_payment: {
    title: 'Make a test payment',
    reason: 'Only a real report proves that the password is right.',
    todo: [
      'Start the test payment here.',
      'On Paysera’s page choose any bank and confirm. You pay nothing.',
      'Come back. The report usually arrives within seconds.',
      'Error 0x14 means a wrong password, 0x7 that test payments are not allowed, 0x13 that the addresses differ.',
    ],
    done: 'The report has arrived, and this step is ticked by itself.',
  },
  go_live: {
    title: 'Go live',
    reason: 'From now on your invoices carry a button that takes real money.',
    todo: [
      'Wait for the e-mail in which Paysera approves the project.',
      'Switch the channel to live here.',
      'Issue a small invoice to yourself and pay it.',
    ],
    done: 'The invoice is marked as paid, and the money is in your Paysera account.',
  },
}
