import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "/context [file]: What is known of the repository. For the role viewer and above; only you see the answer.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_blue_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "/context [file]",
       "style": {
        "bold": true
       }
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "What is known of the repository. For the role viewer and above; only you see the answer."
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_list",
     "style": "bullet",
     "indent": 0,
     "elements": [
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "file"
        },
        {
         "type": "text",
         "text": "  A file to look at more closely. Not needed."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "task"
        },
        {
         "type": "text",
         "text": "  What is to be done, in words. Not needed."
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "Options come first: --name value. Without any text, a form opens."
      }
     ]
    }
   ]
  }
 ]
};
