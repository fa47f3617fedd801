// Runs a Jenkinsfile: groovy jenkins.groovy JENKINSFILE. Sections must stand where Declarative Pipeline
// has them; steps are those below, `sh` being a real shell. Prints what happened, and the result.
import org.codehaus.groovy.control.CompilerConfiguration

class Jenkins {
  static final STEPS = ['sh', 'junit', 'archiveArtifacts', 'withCredentials', 'usernamePassword', 'script',
                        'unstable', 'error']
  static final KNOWN = [
    '': ['pipeline'],
    pipeline: ['agent', 'environment', 'options', 'parameters', 'post', 'stages', 'tools', 'triggers'],
    options: ['buildDiscarder', 'disableConcurrentBuilds', 'logRotator', 'retry', 'timeout', 'timestamps'],
    triggers: ['cron', 'pollSCM', 'upstream'],
    stages: ['stage'],
    stage: ['agent', 'environment', 'options', 'post', 'steps', 'tools', 'when'],
    when: ['allOf', 'anyOf', 'not', 'branch', 'changeRequest', 'expression', 'triggeredBy'],
    not: ['branch', 'changeRequest', 'expression', 'triggeredBy'],
    post: ['always', 'failure', 'success', 'unstable', 'cleanup'],
    steps: STEPS, always: STEPS, script: STEPS, withCredentials: STEPS,
  ]
  static final RESULTS = ['SUCCESS', 'UNSTABLE', 'FAILURE']

  List where = ['']
  Map stage = [:]
  Map secrets = [:]
  String result = 'SUCCESS'

  def propertyMissing(String name) {
    if (name == 'any' && where.last() == 'pipeline') return name
    throw new MissingPropertyException(name)
  }

  def methodMissing(String name, Object all) {
    def args = all as List
    if (!(name in KNOWN[where.last()])) throw new IllegalStateException("${name} has no place in ${where.last()}")
    def body = args && args.last() instanceof Closure ? args.last() : null
    if (name == 'stage') return runStage(args[0], body)
    if (where.last() == 'stage') return stage[name] = body
    if (name in ['changeRequest']) return System.getenv('CHANGE_ID') != null
    if (name == 'not') return !within(name, body)
    if (name == 'withCredentials') return withSecrets(args[0], body)
    if (body) return within(name, body)
    return name in STEPS ? "do_$name"(*args) : [(name): args]
  }

  def within(String name, Closure body) {
    where << name
    body.delegate = this
    body.resolveStrategy = Closure.DELEGATE_FIRST
    try { body() } finally { where.pop() }
  }

  def runStage(String name, Closure body) {
    stage = [:]
    within('stage', body)
    def mine = stage
    if (result == 'FAILURE' || (mine.when && !within('when', mine.when))) return println("skipped: $name")
    println("stage: $name")
    try { within('steps', mine.steps) }
    catch (RuntimeException failed) { println("failed: $failed.message"); worsen('FAILURE') }
    if (mine.post) within('post', mine.post)
  }

  def worsen(String to) { if (RESULTS.indexOf(to) > RESULTS.indexOf(result)) result = to }

  def withSecrets(List wanted, Closure body) {
    wanted.each { secrets[it.usernameVariable] = 'id'; secrets[it.passwordVariable] = 's3cret' }
    try { within('withCredentials', body) } finally { secrets = [:] }
  }

  def do_usernamePassword(Map args) { assert args.credentialsId; args }
  def do_sh(String text) { do_sh(script: text) }
  def do_sh(Map args) {
    assert !(args.keySet() - ['script', 'returnStatus'])
    def run = new ProcessBuilder('sh', '-xe', '-c', args.script).inheritIO()
    run.environment().putAll(secrets)
    int code = run.start().waitFor()
    if (args.returnStatus) return code
    if (code != 0) throw new RuntimeException("script returned exit code $code")
  }
  def do_junit(Map args) {
    def file = new File(args.testResults)
    if (!file.exists()) { if (!args.allowEmptyResults) worsen('FAILURE'); return }
    def tests = new XmlSlurper().parse(file).'**'.findAll { it.name() in ['failure', 'error'] }
    println("junit: ${tests.size()} failed")
    if (tests) worsen('UNSTABLE')
  }
  def do_archiveArtifacts(Map args) {
    if (new File(args.artifacts).exists()) println("archived: $args.artifacts")
    else if (!args.allowEmptyArchive) worsen('FAILURE')
  }
  def do_unstable(String why) { println("unstable: $why"); worsen('UNSTABLE') }
  def do_error(String why) { throw new RuntimeException(why) }
}

def jenkins = new Jenkins()
def settings = new CompilerConfiguration(scriptBaseClass: DelegatingScript.name)
def script = new GroovyShell(this.class.classLoader, new Binding(), settings).parse(new File(args[0]))
script.setDelegate(jenkins)
script.run()
println("result: $jenkins.result")
