import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "/diagnose &lt;error&gt;: Find the root cause of a production error. For the role responder and above; everybody here sees the answer.",
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
       "text": "/diagnose <error>",
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
       "text": "Find the root cause of a production error. For the role responder and above; everybody here sees the answer."
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
         "text": "error"
        },
        {
         "type": "text",
         "text": "  The error as it was pasted: a stack trace, a log, or one line."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "file"
        },
        {
         "type": "text",
         "text": "  The file the reporter suspects, relative to the repository. Not needed."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "reference"
        },
        {
         "type": "text",
         "text": "  Branch, tag or commit to read. Not needed."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "remark"
        },
        {
         "type": "text",
         "text": "  What the reporter adds in words. Not needed."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "fresh"
        },
        {
         "type": "text",
         "text": "  Whether to diagnose anew even when the same error was diagnosed before. Not needed."
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
