self.shell = {{ shell|safe }};
importScripts("{{ sending }}", "{{ worker }}");
